import { memo } from 'react';
import { Link } from 'wouter';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES } from '@/lib/minutes';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import type { DayDraft } from '../draft';
import type { Edit } from '../edits';
import { groupsOf } from '../groups';
import { HabitGroup } from './HabitGroup';
import './HabitList.css';

interface HabitListProps {
  entries: readonly Entry[];
  draft: DayDraft;
  onEdit: (edit: Edit) => void;
}

export const HabitList = memo(function HabitList({ entries, draft, onEdit }: HabitListProps) {
  const { t } = useTranslation();
  const inMinutes = entries.filter(({ measure }) => measure === 'minutes');
  const total = inMinutes.reduce(
    (sum, { habitId }) => sum + (draft.entries[habitId]?.amount ?? 0),
    0,
  );
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
        groupsOf(entries).map((group) => (
          <HabitGroup key={group.name ?? ''} group={group} draft={draft} onEdit={onEdit} />
        ))
      )}
      {total > MAX_MINUTES && <p className="habit-list-overfull">{t('today.overfull')}</p>}
    </Card>
  );
});
