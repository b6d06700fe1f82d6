import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from '@/lib/i18n';
import { lastNavigation } from '@/lib/navigation';

interface PageHeadingProps {
  children: ReactNode;
  /** The page's name in the window's title. */
  title: string;
  hidden?: boolean;
}

/**
 * The one h1 of a page. Coming to the page by a link moves the focus here, so that a screen reader
 * says where one is; going back leaves the scroll where the browser puts it.
 */
export function PageHeading({ children, title, hidden = false }: PageHeadingProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);

  // Once for each page: the heading stays mounted as long as its page does.
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
