import { useState } from 'react';
import type { FocusSession } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { showToast } from '@/ui/toasts';
import { useDeleteFocus } from '../api/changeFocus';
import { useFocusSessions } from '../api/focusSessions';
import { useFocusProblem } from '../useFocusProblem';
import { useTimeText } from '../useTimeText';
import { CorrectSessionDialog } from './CorrectSessionDialog';
import styles from './FocusSessionsCard.module.css';

export interface FocusSessionsCardProps {
  date: string;
  timeZone: string;
}

/** The sessions of a day that have ended, which can be corrected; nothing without any. */
export function FocusSessionsCard({ date, timeZone }: FocusSessionsCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useFocusSessions(date);
  const [corrected, setCorrected] = useState<FocusSession | null>(null);
  const ended = data?.filter(({ endedAt }) => endedAt !== null) ?? [];
  if (ended.length === 0) return null;
  const total = ended.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  return (
    <Card
      title={t('focus.sessions')}
      aside={<p className={styles.total}>{format.duration(total)}</p>}
    >
      <ul className={styles.root}>
        {ended.map((session) => (
          <Row
            key={session.id}
            session={session}
            timeZone={timeZone}
            onCorrect={() => setCorrected(session)}
          />
        ))}
      </ul>
      {corrected && <CorrectSessionDialog session={corrected} onClose={() => setCorrected(null)} />}
    </Card>
  );
}

interface RowProps {
  session: FocusSession;
  timeZone: string;
  onCorrect: () => void;
}

function Row({ session, timeZone, onCorrect }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const timeText = useTimeText(timeZone);
  const problemText = useFocusProblem();
  const remove = useDeleteFocus();
  const { startedAt, endedAt, countedMinutes, interrupted } = session;
  const minutes = session.minutes ?? 0;
  const name = session.name ?? t('focus.goneTask');
  const times = `${timeText(startedAt)}\u2013${timeText(endedAt ?? startedAt)}`;
  const tell = (error: unknown) => showToast(problemText(error));
  const press = () => {
    // The row is gone by then, and with it the callbacks of `mutate`.
    remove.mutateAsync(session).then(
      (restore) =>
        showToast(t('focus.deleted'), {
          label: t('app.undo'),
          run: () => void restore().catch(tell),
        }),
      tell,
    );
  };
  return (
    <li className={styles.row}>
      <span className={styles.times}>{times}</span>
      <span className={styles.what}>
        <bdi>{name}</bdi>
        <span className={styles.facts}>
          {format.duration(minutes)}
          {countedMinutes < minutes && (
            <> · {t('focus.countedOnly', { time: format.duration(countedMinutes) })}</>
          )}
          {interrupted && <> · {t('focus.interruptedFact')}</>}
        </span>
      </span>
      <IconButton
        icon="edit"
        label={t('focus.correct', { name, times })}
        aria-haspopup="dialog"
        onClick={onCorrect}
      />
      <IconButton icon="trash" label={t('focus.delete', { name, times })} onClick={press} />
    </li>
  );
}
