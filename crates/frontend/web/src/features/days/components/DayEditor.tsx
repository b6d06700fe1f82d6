import { useCallback } from 'react';
import type { Suggestion, User } from '@/api/types';
import { ExplanationCard } from '@/features/kpi';
import { useWeekBefore } from '../api/listDays';
import type { LoadedDay } from '../DaySaver';
import type { Edit } from '../edits';
import { suggestionStep } from '../suggestionStep';
import { useDaySaver } from '../useDaySaver';
import { ConflictNotice } from './ConflictNotice';
import { ExceptionBar } from './ExceptionBar';
import { FirstRun } from './FirstRun';
import { HabitList } from './HabitList';
import { KpiPanel } from './KpiPanel';
import { TaskList } from './TaskList';

interface DayEditorProps {
  user: User;
  date: string;
  loaded: LoadedDay;
}

export function DayEditor({ user, date, loaded }: DayEditorProps) {
  const [saver, { day, draft, conflicts, status }] = useDaySaver(date, loaded);
  const week = useWeekBefore(date, true);
  const edit = useCallback((change: Edit) => saver.edit(change), [saver]);

  const take = (suggestion: Suggestion) => {
    const step = suggestionStep(suggestion, day, draft);
    if (!step) return;
    if ('edit' in step) edit(step.edit);
    else document.getElementById(step.field)?.focus();
  };

  return (
    <div className="today-grid">
      <div className="today-main">
        <FirstRun user={user} day={day} draft={draft} />
        <ConflictNotice saver={saver} day={day} draft={draft} conflicts={conflicts} />
        <HabitList entries={day.entries} draft={draft} onEdit={edit} />
        <TaskList draft={draft} onEdit={edit} />
        <ExceptionBar saver={saver} day={day} date={date} />
      </div>
      <div className="today-side">
        <div className="today-kpi">
          <KpiPanel day={day} status={status} weekMean={week.data} onRetry={() => saver.retry()} />
        </div>
        {day.explanation && (
          <ExplanationCard
            explanation={day.explanation}
            scored={day.saved}
            nameOfHabit={(id) => day.entries.find(({ habitId }) => habitId === id)?.name}
            titleOfTask={(index) => day.tasks[index]?.title}
            onTake={take}
          />
        )}
      </div>
    </div>
  );
}
