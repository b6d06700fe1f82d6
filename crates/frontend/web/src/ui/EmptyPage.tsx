import type { ReactNode } from 'react';
import { ButtonLink } from './Button';
import { EmptyState } from './Notice';
import { Page } from './Page';
import { PageHeading } from './PageHeading';

interface EmptyPageProps {
  title: string;
  children: ReactNode;
  /** Where to go on. */
  link: { href: string; label: string };
}

/** A page with nothing but the way to another one. */
export function EmptyPage({ title, children, link }: EmptyPageProps) {
  return (
    <Page>
      <PageHeading title={title}>{title}</PageHeading>
      <EmptyState
        action={
          <ButtonLink variant="primary" href={link.href}>
            {link.label}
          </ButtonLink>
        }
      >
        {children}
      </EmptyState>
    </Page>
  );
}
