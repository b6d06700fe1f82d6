import { clsx } from 'clsx';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { Dialog } from '@/ui/Dialog';
import { Icon } from '@/ui/Icon';
import { Wordmark } from '@/ui/Wordmark';
import { currentLink, NAVIGATION, type NavigationRoute } from './routeTable';
import { SignOutButton } from './SignOutButton';
import styles from './Navigation.module.css';

/** The most places of the bar on a phone. With more pages the last place opens the others. */
const PLACES = 5;

interface NavigationProps {
  name: string | undefined;
  pages?: readonly NavigationRoute[];
}

/** A side rail on wide screens, a bottom bar on narrow ones. */
export function Navigation({ name, pages = NAVIGATION }: NavigationProps) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const current = currentLink(path);
  const [open, setOpen] = useState(false);
  const inBar = pages.length > PLACES ? PLACES - 1 : PLACES;
  const others = pages.slice(inBar);
  const link = (page: NavigationRoute) => (
    <Link
      className={styles.link}
      href={page.path}
      aria-current={page.path === current ? 'page' : undefined}
    >
      <Icon name={page.link.icon} />
      <span>{t(page.link.label)}</span>
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
              </button>
            </li>
          )}
        </ul>
      </nav>
      {open && (
        <Dialog title={t('nav.more')} onClose={() => setOpen(false)}>
          <ul className={styles.others}>
            {others.map((page) => (
              // The press closes the dialog, whichever page it leads to.
              <li key={page.path} onClickCapture={() => setOpen(false)}>
                {link(page)}
              </li>
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
