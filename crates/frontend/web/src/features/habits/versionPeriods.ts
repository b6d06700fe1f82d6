import type { HabitVersion } from '@/api/types';
import { FIRST_DAY } from '@/lib/dates';

export interface Period {
  /** A version of the period, in which the described part is the same throughout. */
  version: HabitVersion;
  /** Null for the last period. */
  to: string | null;
}

/**
 * The periods in which a part of a habit, described by `describe`, stayed the same. A change while the
 * habit was archived counts from its return.
 */
export function periodsOf(
  versions: readonly HabitVersion[],
  describe: (version: HabitVersion) => string,
): readonly Period[] {
  const active = versions.filter((version) => version.active);
  const first = active.length > 0 ? active : versions.slice(-1);
  const periods: Period[] = [];
  for (const version of first) {
    const last = periods.at(-1);
    if (last && describe(last.version) === describe(version)) last.to = version.to;
    else periods.push({ version, to: version.to });
  }
  const end = periods.at(-1);
  if (end) end.to = null;
  return periods;
}

/** The periods in which the habit was archived; the last may have no end. */
export function archivedPeriods(
  versions: readonly HabitVersion[],
): readonly { from: string; to: string | null }[] {
  const periods: { from: string; to: string | null }[] = [];
  let wasActive = true;
  for (const { active, from, to } of versions) {
    const last = periods.at(-1);
    if (!active && wasActive) periods.push({ from, to });
    else if (!active && last) last.to = to;
    wasActive = active;
  }
  return periods;
}

/** The date from which the habit counts; null for one that always did, as those of a new account. */
export function startOf(versions: readonly HabitVersion[]): string | null {
  const from = versions[0]?.from ?? FIRST_DAY;
  return from > FIRST_DAY ? from : null;
}
