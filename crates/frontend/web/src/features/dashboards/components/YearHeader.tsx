import { useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { IconButton } from '@/ui/Button';
import { PageHeading } from '@/ui/PageHeading';
import styles from './YearHeader.module.css';

export function YearHeader({ year, thisYear }: { year: number; thisYear: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const go = (to: number) => navigate(to === thisYear ? routes.thisYear() : routes.year(to));
  return (
    <header className={styles.root}>
      <IconButton
        icon="previous"
        label={t('year.previous', { year: year - 1 })}
        onClick={() => go(year - 1)}
      />
      <PageHeading title={t('year.title', { year })}>{t('year.title', { year })}</PageHeading>
      <IconButton
        icon="next"
        label={t('year.next', { year: year + 1 })}
        atEnd={year >= thisYear}
        onClick={() => go(year + 1)}
      />
    </header>
  );
}
