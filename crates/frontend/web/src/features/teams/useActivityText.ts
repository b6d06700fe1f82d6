import type { TeamActivityEntry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';

/** What happened in a team as a sentence; a message tells who wrote it. */
export function useActivityText(): (entry: TeamActivityEntry, userId: string) => string {
  const { t } = useTranslation();
  return ({ kind, person, goalTitle, role }, userId) =>
    t(`teamFeed.did_${kind}`, {
      who: person.id === userId ? 'self' : 'other',
      name: person.name,
      goal: goalTitle ?? '',
      role: role ?? '',
    });
}
