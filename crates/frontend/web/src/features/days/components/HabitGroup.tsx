import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { type DayDraft, NO_ENTRY } from '../draft';
import type { Edit } from '../edits';
import { foldedGroups, type Group } from '../groups';
import { progressOf } from '../progress';
import { HabitRow } from './HabitRow';
import './HabitGroup.css';

interface HabitGroupProps {
  group: Group;
  draft: DayDraft;
  onEdit: (edit: Edit) => void;
}

/** The habits of a group, which folds; those without a group are always shown. */
export function HabitGroup({ group, draft, onEdit }: HabitGroupProps) {
  const { t } = useTranslation();
  const { name, entries } = group;
  const [open, setOpen] = useState(() => name === null || !foldedGroups.read().has(name));
  const valueOf = (habitId: string) => draft.entries[habitId] ?? NO_ENTRY;
  const rows = (
    <ul>
      {entries.map((entry) => (
        <HabitRow
          key={entry.habitId}
          entry={entry}
          value={valueOf(entry.habitId)}
          onEdit={onEdit}
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
      className="habit-group"
      open={open}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        if (now === open) return;
        setOpen(now);
        const folded = new Set(foldedGroups.read());
        if (now) folded.delete(name);
        else folded.add(name);
        foldedGroups.write(folded);
      }}
    >
      <summary className="habit-group-name">
        <bdi>{name}</bdi>{' '}
        <span className="habit-group-count">
          {t('today.groupCount', { done: reached.length, total: entries.length })}
        </span>
      </summary>
      {rows}
    </details>
  );
}
