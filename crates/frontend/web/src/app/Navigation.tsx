import { Link, useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { Icon, type IconName } from '@/ui/Icon';
import { Wordmark } from '@/ui/Wordmark';
import { SignOutButton } from './SignOutButton';
import styles from './Navigation.module.css';

const PLACES = [
  { to: '/', label: 'nav.today', icon: 'today' },
  { to: '/year', label: 'nav.year', icon: 'year' },
  { to: '/settings', label: 'nav.settings', icon: 'settings' },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

/** The page of a day belongs to Today, the pages of a year and of a month to Year. */
function isAt(path: string, place: string): boolean {
  if (place === '/') return path === '/' || path.startsWith('/day/');
  if (place === '/year' && path.startsWith('/month/')) return true;
  return path === place || path.startsWith(`${place}/`);
}

/** A side rail on wide screens, a bottom bar on narrow ones. */
export function Navigation({ name }: { name: string | undefined }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  return (
    <header className={styles.root}>
      <div className={styles.head}>
        <Wordmark />
      </div>
      <nav aria-label={t('app.navigation')}>
        <ul className={styles.list}>
          {PLACES.map(({ to, label, icon }) => (
            <li key={to}>
              <Link
                className={styles.link}
                href={to}
                aria-current={isAt(path, to) ? 'page' : undefined}
              >
                <Icon name={icon} />
                <span>{t(label)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.foot}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <SignOutButton />
      </div>
    </header>
  );
}
