import { useCallback, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Suggestion, User } from '@/api/types';
import {
  FocusContext,
  FocusOfDay,
  type FocusSubject,
  FocusTimer,
  useFocusStart,
} from '@/features/focus';
import { ExplanationCard } from '@/features/kpi';
import { useWeekBefore } from '../api/listDays';
import type { DaySnapshot, LoadedDay } from '../DaySaver';
import { type Edit, isClear } from '../edits';
import { type Proposal, suggestionStep } from '../suggestionStep';
import { useDaySaver } from '../useDaySaver';
import { ClearDay } from './ClearDay';
import { ConflictNotice } from './ConflictNotice';
import { DayNote } from './DayNote';
import { FirstEntry } from './FirstEntry';
import { HabitList } from './HabitList';
import { KpiPanel } from './KpiPanel';
import { TaskList } from './TaskList';
import dayLayout from './dayLayout.module.css';

interface DayEditorProps {
  user: User;
  date: string;
  today: string;
  loaded: LoadedDay;
}

export function DayEditor({ user, date, today, loaded }: DayEditorProps) {
  const [saver, { day, draft, conflicts, status }] = useDaySaver(date, loaded);
  const week = useWeekBefore(date, today);
  const running = date === today;
  const edit = useCallback((change: Edit) => saver.edit(change), [saver]);

  /** Renders the fields anew, without what could not be read in them. */
  const [cleared, setCleared] = useState(0);
  const [proposal, setProposal] = useState<Proposal | null>(null);

  const { entries, tasks } = day;
  const save = useCallback(() => saver.flush(), [saver]);
  const prepareFocus = useCallback(async () => {
    await saver.flush();
    return focusSubjects(saver.snapshot());
  }, [saver]);
  const [openFocus, focusDialog] = useFocusStart({ date, prepare: prepareFocus });
  const habitOf = useCallback(
    (id: string) => entries.find(({ habitId }) => habitId === id),
    [entries],
  );
  const titleOfTask = useCallback((index: number) => tasks[index]?.title, [tasks]);
  const take = useCallback(
    (suggestion: Suggestion) => {
      const { code, habitId } = suggestion;
      if (habitId !== null && (code === 'pomodoro' || code === 'deep_work')) {
        openFocus({ of: 'habit', id: habitId });
        return;
      }
      const now = saver.snapshot();
      const step = suggestionStep(suggestion, now.day, now.draft);
      if (!step) return;
      // The field selects what it shows when it gets the focus.
      flushSync(() => setProposal(step.proposal ?? null));
      const field = document.getElementById(step.field);
      field?.closest('details')?.setAttribute('open', '');
      field?.focus();
    },
    [saver, openFocus],
  );

  return (
    <FocusContext value={running ? openFocus : null}>
      <div className={dayLayout.root}>
        <div className={dayLayout.main}>
          {running && <FocusTimer userId={user.id} timeZone={user.timeZone} beforeStop={save} />}
          <FirstEntry user={user} day={day} />
          <ConflictNotice saver={saver} day={day} draft={draft} conflicts={conflicts} />
          <HabitList
            key={`habits-${cleared}`}
            entries={entries}
            draft={draft}
            away={day.exception !== null}
            proposal={proposal}
            onEdit={edit}
            onPropose={setProposal}
          />
          <TaskList key={`tasks-${cleared}`} draft={draft} onEdit={edit} />
          <FocusOfDay date={date} timeZone={user.timeZone} />
          <DayNote note={draft.note} onEdit={edit} />
          <div className={dayLayout.whole}>
            <ClearDay
              saver={saver}
              clear={isClear(draft)}
              onCleared={() => setCleared(cleared + 1)}
            />
          </div>
        </div>
        <div className={dayLayout.side}>
          <div className={dayLayout.kpi}>
            <KpiPanel
              day={day}
              status={status}
              weekMean={week.data}
              running={running}
              onRetry={() => saver.retry()}
            />
          </div>
          {day.explanation && (
            <ExplanationCard
              day={day}
              explanation={day.explanation}
              scored={day.saved}
              running={running}
              habitOf={habitOf}
              titleOfTask={titleOfTask}
              onTake={take}
            />
          )}
        </div>
      </div>
      {focusDialog}
    </FocusContext>
  );
}

/** The habits measured in minutes, and the open tasks that the server knows. */
function focusSubjects({ day, draft }: DaySnapshot): FocusSubject[] {
  const habits = day.entries.flatMap(({ habitId, name, measure }) =>
    measure === 'minutes' ? [{ of: 'habit' as const, id: habitId, name }] : [],
  );
  const tasks = draft.tasks.flatMap(({ id, title, completed }) =>
    id === null || completed ? [] : [{ of: 'task' as const, id, name: title }],
  );
  return [...habits, ...tasks];
}
