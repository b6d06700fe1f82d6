import type { FocusSession } from '@/api/types';
import { useCurrentFocus } from '../api/currentFocus';
import { useFocusSessions } from '../api/focusSessions';
import { isOver } from '../clock';
import { type TrackedSession, setTracked, useTracked } from '../trackedSession';
import { useServerTime } from '../useServerTime';
import { EndedNotice } from './EndedNotice';
import { RunningSession } from './RunningSession';

export interface FocusPanelProps {
  userId: string;
  timeZone: string;
  /** Saves the edits of the day, to which a session adds its minutes. */
  beforeStop: () => Promise<void>;
}

/** The running session; once it has ended by its deadline, what counts of it. */
export function FocusPanel({ userId, timeZone, beforeStop }: FocusPanelProps) {
  const { data } = useCurrentFocus();
  const session = data?.session ?? null;
  const now = useServerTime(data?.offset ?? 0, session !== null);
  const tracked = useTracked(userId);
  const close = () => setTracked(userId, null);
  if (session && !isOver(session, now)) {
    const gapFrom = tracked?.id === session.id ? tracked.gapFrom : undefined;
    return (
      <RunningSession
        session={session}
        now={now}
        timeZone={timeZone}
        gapFrom={gapFrom}
        beforeStop={beforeStop}
        onStopped={close}
        onCounted={() => setTracked(userId, { id: session.id, date: session.date, seenAt: now })}
      />
    );
  }
  if (!tracked) return null;
  return (
    <Ended
      tracked={tracked}
      // What the server has not been asked about yet, as without a network.
      over={session}
      timeZone={timeZone}
      onClose={close}
    />
  );
}

interface EndedProps {
  tracked: TrackedSession;
  over: FocusSession | null;
  timeZone: string;
  onClose: () => void;
}

function Ended({ tracked, over, timeZone, onClose }: EndedProps) {
  const { data } = useFocusSessions(tracked.date);
  const ended = data?.find(({ id, endedAt }) => id === tracked.id && endedAt !== null);
  const shown = ended ?? (over?.id === tracked.id ? over : undefined);
  // Whoever stopped it knows.
  if (!shown || shown.stopped) return null;
  return <EndedNotice session={shown} timeZone={timeZone} onClose={onClose} />;
}
