import type { FocusSession } from '@/api/types';

/** Milliseconds until the deadline of a session with a length, or since the start of one without. */
export function shownTime(session: FocusSession, now: number): number {
  const time =
    session.plannedMinutes === null
      ? now - Date.parse(session.startedAt)
      : Date.parse(session.deadline) - now;
  return Math.max(0, time);
}

/** `24:59`, `1:02:03`; what is left is rounded up, so that it is 0:00 at the deadline. */
export function clockText(session: FocusSession, now: number): string {
  const round = session.plannedMinutes === null ? Math.floor : Math.ceil;
  const seconds = round(shownTime(session, now) / 1_000);
  const two = (number: number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Whether the deadline has passed. */
export function isOver(session: FocusSession, now: number): boolean {
  return Date.parse(session.deadline) <= now;
}
