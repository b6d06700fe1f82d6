import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useSession } from '@/api/SessionContext';
import { useTranslation } from '@/lib/i18n';
import { showToast } from '@/ui/toasts';
import { refreshFocus } from '../api/changeFocus';
import { useCurrentFocus } from '../api/currentFocus';
import { clockText, isOver } from '../clock';
import { outboxOf } from '../outbox';
import { useFocusPreference } from '../preferences';
import { playEnd } from '../sound';
import { setTracked, trackedAt, useTracked } from '../trackedSession';
import { useServerTime } from '../useServerTime';
import { useTimeText } from '../useTimeText';

export interface FocusWatchProps {
  userId: string;
  timeZone: string;
}

const IN_TITLE = /^\d+:[\d:]+ · /;
/** An end that is noticed later, as after a sleep, is not sounded. */
const PROMPT_MS = 15_000;
/** The server ends a session within a second after its deadline. */
const ENDING_MS = 1_500;

/** The title counts down, a sound tells the end, and the device remembers what ran. */
export function FocusWatch({ userId, timeZone }: FocusWatchProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const timeText = useTimeText(timeZone);
  const [inTitle] = useFocusPreference('title');
  const [sound] = useFocusPreference('sound');
  const { data } = useCurrentFocus();
  const session = data?.session ?? null;
  const now = useServerTime(data?.offset ?? 0, session !== null);
  const tracked = useTracked(userId);
  const over = session !== null && isOver(session, now);
  // Sends what the server has not been told.
  const outbox = outboxOf(useSession());
  useEffect(() => outbox.resume(), [outbox]);

  useEffect(() => {
    if (!session || over) return;
    const next = trackedAt(tracked, session, now);
    if (next !== tracked) setTracked(userId, next);
  }, [session, over, tracked, now, userId]);

  const clock = session && !over && inTitle ? clockText(session, now) : null;
  useEffect(() => {
    const title = document.title.replace(IN_TITLE, '');
    document.title = clock === null ? title : `${clock} · ${title}`;
  });
  useEffect(() => () => void (document.title = document.title.replace(IN_TITLE, '')), []);

  const tellEnd = useEffectEvent(() => {
    if (!session) return;
    const late = now - Date.parse(session.deadline);
    if (sound && late < PROMPT_MS) playEnd();
    const name = session.name ?? t('focus.goneTask');
    showToast(t('focus.ended', { name, time: timeText(session.deadline) }));
  });
  const overId = over ? session.id : null;
  useEffect(() => {
    if (overId === null) return;
    tellEnd();
    const timer = setTimeout(() => void refreshFocus(client), ENDING_MS);
    return () => clearTimeout(timer);
  }, [overId, client]);
  return null;
}
