import { useUnreadMessages } from '@/features/friends';
import { useUnreadNotifications } from '@/features/notifications';
import { PATHS } from '@/lib/routes';

/** How much is unread on a page, by its path. */
export type Marks = Readonly<Partial<Record<string, number>>>;

export function useMarks(options: { enabled: boolean }): Marks {
  return {
    [PATHS.friends]: useUnreadMessages(options),
    [PATHS.notifications]: useUnreadNotifications(options),
  };
}
