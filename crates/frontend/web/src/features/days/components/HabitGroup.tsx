import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { type DayDraft, NO_ENTRY } from '../draft';
import type { Edit } from '../edits';
import { foldedGroups, type Group } from '../groups';
import { progressOf } from '../progress';
import type { Proposal } from '../suggestionStep';
import { HabitRow } from './HabitRow';
import styles from './HabitGroup.module.css';

interface HabitGroupProps {
  group: Group;
  draft: DayDraft;
  /** The habit whose quality is open. */
  open: string | null;
  proposal: Proposal | null;
  onEdit: (edit: Edit) => void;
  onOpen: (habitId: string | null) => void;
  onPropose: (proposal: null) => void;
}

/** The habits of a group, which folds; those without a group are always shown. */
export function HabitGroup(props: HabitGroupProps) {
  const { group, draft, proposal, onEdit, onOpen, onPropose } = props;
  const { t } = useTranslation();
  const { name, entries } = group;
  const [unfolded, setUnfolded] = useState(() => name === null || !foldedGroups.read().has(name));
  const valueOf = (habitId: string) => draft.entries[habitId] ?? NO_ENTRY;
  const rows = (
    <ul>
      {entries.map((entry) => (
        <HabitRow
          key={entry.habitId}
          entry={entry}
          value={valueOf(entry.habitId)}
          open={entry.habitId === props.open}
          proposed={proposal?.habitId === entry.habitId ? proposal.amount : null}
          onEdit={onEdit}
          onOpen={onOpen}
          onPropose={onPropose}
        />
      ))}
    </ul>
  );
  if (name === null) return rows;
  const reached = entries.filter(
    (entry) => progressOf(entry, valueOf(entry.habitId).amount).state === 'reached',
  );
  return (
    <details
      className={styles.root}
      open={unfolded}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        if (now === unfolded) return;
        setUnfolded(now);
        const folded = new Set(foldedGroups.read());
        if (now) folded.delete(name);
        else folded.add(name);
        foldedGroups.write(folded);
      }}
    >
      <summary className={styles.name}>
        <bdi>{name}</bdi>{' '}
        <span className={styles.count}>
          {t('today.groupCount', { done: reached.length, total: entries.length })}
        </span>
      </summary>
      {rows}
    </details>
  );
}
