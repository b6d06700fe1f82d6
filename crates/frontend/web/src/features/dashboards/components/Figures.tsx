import type { ReactNode } from 'react';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import styles from './Figures.module.css';

/** The key figures of a period, side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.root}>{children}</dl>;
}

interface FigureProps {
  name: string;
  value: string;
  /** What explains the value. */
  children?: ReactNode;
}

export function Figure({ name, value, children }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {children && <span className={styles.note}>{children}</span>}
      </dd>
    </div>
  );
}

interface MeanFigureProps {
  meanKpi: number | null;
  countedDays: number;
}

/** The mean KPI, with the number of days that it is over. */
export function MeanFigure({ meanKpi, countedDays }: MeanFigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (meanKpi === null) return <Figure name={t('year.meanKpi')} value={t('app.none')} />;
  return (
    <Figure name={t('year.meanKpi')} value={format.number(meanKpi)}>
      <BandTag band={bandOf(meanKpi)} />
      <span className={styles.count}>{t('year.overDays', { count: countedDays })}</span>
    </Figure>
  );
}
