import type { Notification } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** A notification in a sentence. */
export function useNotificationText() {
  const { t, hasMessage } = useTranslation();
  const format = useFormat();
  return ({ kind, actor, team, habit, number, detail }: Notification): string => {
    const key = `notifications.text_${kind}`;
    if (!hasMessage(key)) return t('notifications.text_other');
    return t(key, {
      actor: actor?.name ?? t('notifications.somebody'),
      habit: habit?.name ?? t('notifications.someHabit'),
      number: format.whole(number ?? 0),
      team: team?.name ?? '',
      role: detail ?? '',
    });
  };
}
