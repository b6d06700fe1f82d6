import type { ReactNode } from 'react';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import { Figure } from '@/ui/Figure';
import styles from './Figures.module.css';

/** The key figures of a period, side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.root}>{children}</dl>;
}

interface MeanFigureProps {
  meanKpi: number | null;
  countedDays: number;
}

interface RecordedFigureProps {
  recordedDays: number;
  countedDays: number;
  children?: ReactNode;
}

/** The recorded days; of the figures of days it alone counts today. */
export function RecordedFigure({ recordedDays, countedDays, children }: RecordedFigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Figure name={t('year.recorded')} value={format.whole(recordedDays)}>
      {recordedDays > countedDays && <span className={styles.count}>{t('year.withToday')}</span>}
      {children}
    </Figure>
  );
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
