import type { SharedHabit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import text from '@/ui/text.module.css';

/** The habits of a friend over the days shown. */
export function SharedHabitsCard({ habits }: { habits: readonly SharedHabit[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t('friend.habits');
  return (
    <Card title={title}>
      {habits.length === 0 ? (
        <p className={text.hint}>{t('friend.noHabits')}</p>
      ) : (
        <DataTable
          caption={title}
          columns={[t('friend.habit'), t('friend.completion'), t('friend.streak')]}
          rows={habits.map(({ name, completion, streak, weekly }, index) => ({
            // Names need not differ.
            key: String(index),
            cells: [
              <bdi key="name">{name}</bdi>,
              completion === null ? t('app.none') : format.percent(completion),
              t(weekly ? 'friend.streakWeeks' : 'friend.streakDays', { count: streak }),
            ],
          }))}
        />
      )}
    </Card>
  );
}
