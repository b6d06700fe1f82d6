import { memo, useId, useState } from 'react';
import type { Entry } from '@/api/types';
import { FocusButton } from '@/features/focus';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES } from '@/lib/minutes';
import { routes } from '@/lib/routes';
import { Button, ButtonLink } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { showToast } from '@/ui/toasts';
import type { DayDraft } from '../draft';
import { type Edit, enterAmounts, removeAmounts, targetsLeft } from '../edits';
import { groupsOf } from '../groups';
import type { Proposal } from '../suggestionStep';
import { HabitGroup } from './HabitGroup';
import styles from './HabitList.module.css';

interface HabitListProps {
  entries: readonly Entry[];
  draft: DayDraft;
  /** Whether the day is an exception: its habits are folded, but can be entered. */
  away: boolean;
  proposal: Proposal | null;
  onEdit: (edit: Edit) => void;
  onPropose: (proposal: Proposal | null) => void;
}

export const HabitList = memo(function HabitList(props: HabitListProps) {
  const { entries, draft, away, proposal, onEdit, onPropose } = props;
  const { t } = useTranslation();
  const inMinutes = entries.filter(({ measure }) => measure === 'minutes');
  const total = inMinutes.reduce(
    (sum, { habitId }) => sum + (draft.entries[habitId]?.amount ?? 0),
    0,
  );
  const left = targetsLeft(entries, draft);
  /** The habit whose quality is open. */
  const [open, setOpen] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState(false);
  const isFolded = away && !unfolded && entries.length > 0;
  const bodyId = useId();
  const enterTargets = () => {
    onEdit(enterAmounts(left));
    showToast(t('today.planned', { count: left.size }), {
      label: t('app.undo'),
      run: () => onEdit(removeAmounts(left)),
    });
  };
  return (
    <Card
      title={t('today.habits')}
      aside={
        entries.length > 0 &&
        !isFolded && (
          <div className={styles.actions}>
            <FocusButton />
            <Button variant="quiet" resting={left.size === 0} onClick={enterTargets}>
              {t('today.asPlanned')}
            </Button>
          </div>
        )
      }
    >
      {entries.length === 0 ? (
        <EmptyState
          title={t('today.noHabits')}
          action={<ButtonLink href={routes.settings()}>{t('today.toSettings')}</ButtonLink>}
        >
          {t('today.noHabitsHint')}
        </EmptyState>
      ) : (
        <>
          {away && (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={!isFolded}
              aria-controls={bodyId}
              onClick={() => setUnfolded(isFolded)}
            >
              {t('today.folded', { count: entries.length })}
            </button>
          )}
          <div id={bodyId} hidden={isFolded} data-habits>
            {groupsOf(entries).map((group) => (
              <HabitGroup
                key={group.name ?? ''}
                group={group}
                draft={draft}
                open={open}
                proposal={proposal}
                onEdit={onEdit}
                onOpen={setOpen}
                onPropose={onPropose}
              />
            ))}
          </div>
        </>
      )}
      {total > MAX_MINUTES && <p className={styles.overfull}>{t('today.overfull')}</p>}
    </Card>
  );
});
