import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { ButtonLink } from './Button';
import { EmptyState } from './Notice';
import { Page } from './Page';
import { PageHeading } from './PageHeading';

/** Shown at an address that has no page. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page>
      <PageHeading title={t('notFound.title')}>{t('notFound.title')}</PageHeading>
      <EmptyState
        action={
          <ButtonLink variant="primary" href={routes.today()}>
            {t('notFound.back')}
          </ButtonLink>
        }
      >
        {t('notFound.hint')}
      </EmptyState>
    </Page>
  );
}
