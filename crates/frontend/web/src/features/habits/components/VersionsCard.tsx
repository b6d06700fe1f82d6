import type { HabitVersion } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import text from '@/ui/text.module.css';
import { useScheduleText } from '../useScheduleText';
import { useTargetText } from '../useTargetText';
import { archivedPeriods, periodsOf, startOf } from '../versionPeriods';
import styles from './VersionsCard.module.css';

/** What has changed in a habit and when, a sentence for each part of it. */
export function VersionsCard({ versions }: { versions: readonly HabitVersion[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const targetText = useTargetText();
  const scheduleText = useScheduleText();
  const started = startOf(versions);

  const sentence = (describe: (version: HabitVersion) => string): string | null => {
    const periods = periodsOf(versions, describe);
    if (periods.length < 2) return null;
    const parts = periods.map(({ version, to }) =>
      to === null
        ? t('habitPage.since', { what: describe(version) })
        : t('habitPage.until', { what: describe(version), date: format.date(to) }),
    );
    return parts.join(', ');
  };
  const changes = [
    { name: t('habitPage.target'), told: sentence(targetText) },
    { name: t('habit.due'), told: sentence(scheduleText) },
    { name: t('habit.category'), told: sentence(({ category }) => t(`category.${category}`)) },
    { name: t('habit.quadrant'), told: sentence(({ quadrant }) => t(`quadrant.${quadrant}`)) },
  ].filter(({ told }) => told !== null);
  const archived = archivedPeriods(versions);

  return (
    <Card title={t('habitPage.versions')}>
      <div className={styles.root}>
        {started !== null && <p>{t('habitPage.startedOn', { date: format.date(started) })}</p>}
        {changes.length === 0 && archived.length === 0 && (
          <p className={text.hint}>{t('habitPage.unchanged')}</p>
        )}
        {changes.length > 0 && (
          <dl className={styles.changes}>
            {changes.map(({ name, told }) => (
              <div key={name}>
                <dt className={text.hint}>{name}</dt>
                <dd>{told}</dd>
              </div>
            ))}
          </dl>
        )}
        {archived.map(({ from, to }) => (
          <p key={from}>
            {to === null
              ? t('habitPage.archivedSince', { from: format.date(from) })
              : t('habitPage.archivedFrom', { from: format.date(from), to: format.date(to) })}
          </p>
        ))}
      </div>
    </Card>
  );
}
