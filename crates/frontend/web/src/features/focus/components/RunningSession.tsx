import { useId } from 'react';
import type { FocusSession } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useStopFocus } from '../api/changeFocus';
import { clockText } from '../clock';
import { focusPanelId } from '../panelId';
import { useFocusProblem } from '../useFocusProblem';
import { useTimeText } from '../useTimeText';
import { FocusOptions } from './FocusOptions';
import styles from './focusPanel.module.css';

interface RunningSessionProps {
  session: FocusSession;
  now: number;
  timeZone: string;
  /** Since when the device did not show it, if that is to be asked about. */
  gapFrom: number | undefined;
  beforeStop: () => Promise<void>;
  onStopped: () => void;
  /** All of it counts. */
  onCounted: () => void;
}

const MINUTE_MS = 60_000;

export function RunningSession(props: RunningSessionProps) {
  const { session, now, timeZone, gapFrom, beforeStop, onStopped, onCounted } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const timeText = useTimeText(timeZone);
  const problemText = useFocusProblem();
  const stop = useStopFocus();
  const titleId = useId();
  const name = session.name ?? t('focus.goneTask');
  const open = session.plannedMinutes === null;

  const end = async (interrupted: boolean, at?: number) => {
    const endedAt = at === undefined ? {} : { endedAt: new Date(at).toISOString() };
    await beforeStop();
    const stopped = await stop.mutateAsync({ session, interrupted, ...endedAt });
    onStopped();
    const minutes = stopped?.minutes ?? Math.floor(((at ?? now) - startOf(session)) / MINUTE_MS);
    showToast(t('focus.stopped', { name, time: format.duration(minutes) }));
  };
  const press = (interrupted: boolean, at?: number) => {
    end(interrupted, at).catch((error: unknown) => showToast(problemText(error)));
  };

  return (
    <section className={styles.root} id={focusPanelId} tabIndex={-1} aria-labelledby={titleId}>
      <div className={styles.what}>
        <h2 id={titleId}>{t('focus.running', { name })}</h2>
        <p className={styles.when}>
          {open
            ? t('focus.since', { time: timeText(session.startedAt) })
            : t('focus.until', { time: timeText(session.deadline) })}
        </p>
      </div>
      <p
        className={styles.clock}
        role="timer"
        aria-label={t(open ? 'focus.elapsed' : 'focus.left')}
        data-testid="focus-clock"
      >
        {clockText(session, now)}
      </p>
      {gapFrom === undefined ? (
        <div className={styles.actions}>
          <Button variant="primary" loading={stop.isPending} onClick={() => press(false)}>
            {t('focus.stop')}
          </Button>
          <Button loading={stop.isPending} onClick={() => press(true)}>
            {t('focus.stopInterrupted')}
          </Button>
        </div>
      ) : (
        <div className={styles.question} role="alert">
          <p>{t('focus.gap', { time: timeText(gapFrom) })}</p>
          <div className={styles.actions}>
            <Button loading={stop.isPending} onClick={() => press(false, gapFrom)}>
              {t('focus.countUntil', {
                time: timeText(gapFrom),
                length: format.duration(Math.floor((gapFrom - startOf(session)) / MINUTE_MS)),
              })}
            </Button>
            <Button onClick={onCounted}>{t('focus.countAll')}</Button>
          </div>
        </div>
      )}
      <details className={styles.options}>
        <summary>{t('focus.options')}</summary>
        <FocusOptions />
      </details>
    </section>
  );
}

const startOf = ({ startedAt }: FocusSession): number => Date.parse(startedAt);
