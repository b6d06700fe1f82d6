import { useId, useState } from 'react';
import type { FocusSession } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { useTimeText } from '../useTimeText';
import { CorrectSessionDialog } from './CorrectSessionDialog';
import styles from './focusPanel.module.css';

interface EndedNoticeProps {
  session: FocusSession;
  timeZone: string;
  onClose: () => void;
}

/** A session that nobody stopped: when it ended, and whether all of it counts. */
export function EndedNotice({ session, timeZone, onClose }: EndedNoticeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const timeText = useTimeText(timeZone);
  const titleId = useId();
  const [correcting, setCorrecting] = useState(false);
  const name = session.name ?? t('focus.goneTask');
  const ended = session.endedAt !== null;
  const time = timeText(session.endedAt ?? session.deadline);
  const forgotten = session.plannedMinutes === null;
  return (
    <section className={styles.root} aria-labelledby={titleId} data-testid="focus-ended">
      <div className={styles.what} role="status">
        <h2 id={titleId}>{t('focus.ended', { name, time })}</h2>
        <p className={styles.when}>
          {forgotten
            ? t('focus.forgotten')
            : t('focus.counted', { time: format.duration(session.plannedMinutes ?? 0) })}
        </p>
      </div>
      <div className={styles.actions}>
        <Button onClick={onClose}>
          {t(forgotten ? 'focus.countNone' : 'focus.countAllEnded')}
        </Button>
        {ended && <Button onClick={() => setCorrecting(true)}>{t('focus.countOther')}</Button>}
      </div>
      {correcting && (
        <CorrectSessionDialog
          session={session}
          onSaved={onClose}
          onClose={() => setCorrecting(false)}
        />
      )}
    </section>
  );
}
