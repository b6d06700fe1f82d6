import type { Team } from '@/api/types';
import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { isRecent } from '../warnings';
import { WarningList } from './WarningList';
import styles from './OwnNotices.module.css';

/** Tells the user that they are muted, and what they were warned of lately. */
export function OwnNotices({ own }: { own: Team['own'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const now = new Date();
  const { mutedUntil } = own;
  const recent = own.warnings.filter((warning) => isRecent(warning, now));
  if (!me.data || (mutedUntil === null && recent.length === 0)) return null;
  const { timeZone } = me.data;
  return (
    <aside className={styles.root} aria-label={t('team.notices')} data-page-inset>
      {mutedUntil !== null && (
        <p>{t('team.muted', { until: format.moment(mutedUntil, timeZone) })}</p>
      )}
      {recent.length > 0 && <WarningList warnings={recent} timeZone={timeZone} />}
    </aside>
  );
}
