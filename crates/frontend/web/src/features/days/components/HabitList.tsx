import { memo } from 'react';
import { Link } from 'wouter';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES } from '@/lib/minutes';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { type DayDraft, NO_ENTRY } from '../draft';
import type { Edit } from '../edits';
import { HabitRow } from './HabitRow';
import './HabitList.css';

interface HabitListProps {
  entries: readonly Entry[];
  draft: DayDraft;
  onEdit: (edit: Edit) => void;
}

export const HabitList = memo(function HabitList({ entries, draft, onEdit }: HabitListProps) {
  const { t } = useTranslation();
  const total = Object.values(draft.entries).reduce((sum, entry) => sum + (entry.minutes ?? 0), 0);
  return (
    <Card title={t('today.habits')}>
      {entries.length === 0 ? (
        <EmptyState
          title={t('today.noHabits')}
          action={
            <Link className="button" to="/settings">
              {t('today.toSettings')}
            </Link>
          }
        >
          {t('today.noHabitsHint')}
        </EmptyState>
      ) : (
        <ul>
          {entries.map((entry) => (
            <HabitRow
              key={entry.habitId}
              entry={entry}
              value={draft.entries[entry.habitId] ?? NO_ENTRY}
              onEdit={onEdit}
            />
          ))}
        </ul>
      )}
      {total > MAX_MINUTES && <p className="habit-list-overfull">{t('today.overfull')}</p>}
    </Card>
  );
});
