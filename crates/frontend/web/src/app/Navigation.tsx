import { clsx } from 'clsx';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { Dialog } from '@/ui/Dialog';
import { Icon } from '@/ui/Icon';
import { Wordmark } from '@/ui/Wordmark';
import { currentLink, NAVIGATION, type NavigationRoute } from './routeTable';
import { SignOutButton } from './SignOutButton';
import type { Marks } from './useMarks';
import styles from './Navigation.module.css';

/** The most places of the bar on a phone. With more pages the last place opens the others. */
const PLACES = 5;

interface NavigationProps {
  name: string | undefined;
  /** How much is unread on a page, by its path. */
  marks?: Marks;
  pages?: readonly NavigationRoute[];
}

/** A side rail on wide screens, a bottom bar on narrow ones. */
export function Navigation({ name, marks = {}, pages = NAVIGATION }: NavigationProps) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const current = currentLink(path);
  const [open, setOpen] = useState(false);
  const inBar = pages.length > PLACES ? PLACES - 1 : PLACES;
  const others = pages.slice(inBar);
  const hidden = others.reduce((sum, { path }) => sum + (marks[path] ?? 0), 0);
  const link = (page: NavigationRoute, onClick?: () => void) => (
    <Link
      className={styles.link}
      href={page.path}
      onClick={onClick}
      aria-current={page.path === current ? 'page' : undefined}
    >
      <Icon name={page.link.icon} />
      <span>{t(page.link.label)}</span>
      <Unread count={marks[page.path]} />
    </Link>
  );
  return (
    <header className={styles.root}>
      <div className={styles.head}>
        <Wordmark />
      </div>
      <nav aria-label={t('app.navigation')}>
        <ul className={styles.list}>
          {pages.map((page, index) => (
            <li key={page.path} className={clsx(index >= inBar && styles.railOnly)}>
              {link(page)}
            </li>
          ))}
          {others.length > 0 && (
            <li className={styles.barOnly}>
              <button
                type="button"
                className={styles.link}
                aria-haspopup="dialog"
                aria-current={others.some((page) => page.path === current) ? true : undefined}
                onClick={() => setOpen(true)}
              >
                <Icon name="more" />
                <span>{t('nav.more')}</span>
                <Unread count={hidden} />
              </button>
            </li>
          )}
        </ul>
      </nav>
      {open && (
        <Dialog title={t('nav.more')} onClose={() => setOpen(false)}>
          <ul className={styles.others}>
            {others.map((page) => (
              // The link closes the dialog itself: one that is gone before it handles the press would load the page.
              <li key={page.path}>{link(page, () => setOpen(false))}</li>
            ))}
          </ul>
        </Dialog>
      )}
      <div className={styles.foot}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <SignOutButton />
      </div>
    </header>
  );
}

/** The largest figure of a mark. */
const MAX_SHOWN = 99;

function Unread({ count = 0 }: { count: number | undefined }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <>
      <span className={styles.mark} aria-hidden="true">
        {count > MAX_SHOWN ? `${MAX_SHOWN}+` : count}
      </span>
      <span className="visually-hidden">{t('nav.unread', { count })}</span>
    </>
  );
}
