const RECENT_MS = 30 * 86_400_000;

/** Whether a warning is of the last 30 days; older ones stand in the settings alone. */
export function isRecent({ at }: { at: string }, now: Date): boolean {
  return now.getTime() - Date.parse(at) < RECENT_MS;
}
