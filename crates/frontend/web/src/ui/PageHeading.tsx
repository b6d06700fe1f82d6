import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from '@/lib/i18n';
import { lastNavigation } from '@/lib/navigation';

interface PageHeadingProps {
  children: ReactNode;
  /** The page's name in the document title. */
  title: string;
  hidden?: boolean;
}

/**
 * The h1 of a page. It gets the focus after a navigation by link, so that a screen reader announces
 * the page; going back keeps the browser's scroll position.
 */
export function PageHeading({ children, title, hidden = false }: PageHeadingProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);

  // Once for each page: the heading is mounted as long as its page.
  useEffect(() => {
    const arrival = lastNavigation();
    if (arrival === 'load') return;
    ref.current?.focus({ preventScroll: true });
    if (arrival === 'link') window.scrollTo({ top: 0 });
  }, []);

  return (
    <h1 ref={ref} tabIndex={-1} className={hidden ? 'visually-hidden' : undefined}>
      {children}
    </h1>
  );
}
