import { clsx } from 'clsx';
import type { Day } from '@/api/types';
import { KpiScale } from '@/features/kpi';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import type { SaveStatus } from '../DaySaver';
import { KpiAnnouncement } from './KpiAnnouncement';
import { SaveState } from './SaveState';
import styles from './KpiPanel.module.css';

interface KpiPanelProps {
  day: Day;
  status: SaveStatus;
  /** The mean of the seven days before; null without any, undefined while loading. */
  weekMean: number | null | undefined;
  /** Whether the day is today, whose KPI is not final. */
  running: boolean;
  onRetry: () => void;
}

/** The day's KPI, always as computed by the server. */
export function KpiPanel({ day, status, weekMean, running, onRetry }: KpiPanelProps) {
  const { t } = useTranslation();
  const { kpi, explanation, exception } = day;
  const changing = status.kind === 'saving';
  return (
    <section className={styles.root} aria-label={t('today.kpiOf')}>
      <p
        className={clsx(
          styles.number,
          changing && styles.numberChanging,
          kpi === null && styles.numberNone,
        )}
        data-testid="kpi"
        aria-busy={changing || undefined}
      >
        <KpiFigure kpi={kpi} />
      </p>
      <div className={styles.text}>
        {kpi !== null && explanation ? (
          <>
            <p className={styles.band}>
              <BandTag band={explanation.band} />
              {running && <span className={styles.soFar}>{t('today.soFar')}</span>}
            </p>
            <p className={styles.change}>
              <WeekChange kpi={kpi} weekMean={weekMean} />
            </p>
            {!day.plausible && <p className={styles.implausible}>{t('today.implausible')}</p>}
          </>
        ) : (
          <>
            <p className={styles.none}>{exception ? t('today.exceptionKpi') : t('today.noKpi')}</p>
            <p className={styles.change}>
              {exception
                ? t(`exception.${exception.kind}`)
                : t(status.kind === 'offline' ? 'today.noKpiOffline' : 'today.noKpiHint')}
            </p>
          </>
        )}
      </div>
      <div className={styles.scale}>
        <KpiScale kpi={kpi} band={kpi === null ? null : (explanation?.band ?? null)} />
      </div>
      <KpiAnnouncement day={day} changing={changing} />
      <SaveState status={status} saved={day.saved} onRetry={onRetry} />
    </section>
  );
}

function KpiFigure({ kpi }: { kpi: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return kpi === null ? t('app.none') : format.number(kpi);
}

function WeekChange({ kpi, weekMean }: { kpi: number; weekMean: number | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (weekMean === undefined) return '\u00a0';
  if (weekMean === null) return t('today.noMean');
  return t('today.againstMean', {
    change: format.signed(kpi - weekMean),
    mean: format.number(weekMean),
  });
}
