import { memo, useState } from 'react';
import { Link } from 'wouter';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES } from '@/lib/minutes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { showToast } from '@/ui/toasts';
import { type DayDraft, NO_ENTRY } from '../draft';
import { type Edit, enterMinutes, removeMinutes, targetsLeft } from '../edits';
import type { Proposal } from '../suggestionStep';
import { HabitRow } from './HabitRow';
import './HabitList.css';

interface HabitListProps {
  entries: readonly Entry[];
  draft: DayDraft;
  proposal: Proposal | null;
  onEdit: (edit: Edit) => void;
  onPropose: (proposal: Proposal | null) => void;
}

export const HabitList = memo(function HabitList(props: HabitListProps) {
  const { entries, draft, proposal, onEdit, onPropose } = props;
  const { t } = useTranslation();
  const total = Object.values(draft.entries).reduce((sum, entry) => sum + (entry.minutes ?? 0), 0);
  const left = targetsLeft(entries, draft);
  /** The habit whose quality is open. */
  const [open, setOpen] = useState<string | null>(null);
  const enterTargets = () => {
    onEdit(enterMinutes(left));
    showToast(t('today.planned', { count: left.size }), {
      label: t('app.undo'),
      run: () => onEdit(removeMinutes(left)),
    });
  };
  return (
    <Card
      title={t('today.habits')}
      aside={
        entries.length > 0 && (
          <Button variant="quiet" resting={left.size === 0} onClick={enterTargets}>
            {t('today.asPlanned')}
          </Button>
        )
      }
    >
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
        <ul className="habit-list">
          {entries.map((entry) => (
            <HabitRow
              key={entry.habitId}
              entry={entry}
              value={draft.entries[entry.habitId] ?? NO_ENTRY}
              open={entry.habitId === open}
              proposed={proposal?.habitId === entry.habitId ? proposal.minutes : null}
              onEdit={onEdit}
              onOpen={setOpen}
              onPropose={onPropose}
            />
          ))}
        </ul>
      )}
      {total > MAX_MINUTES && <p className="habit-list-overfull">{t('today.overfull')}</p>}
    </Card>
  );
});
