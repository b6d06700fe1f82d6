import { act, fireEvent, render, screen } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Day, DayInput } from '@/api/types';
import { startI18n } from '@/lib/i18n';
import { aDay, anEntry, aTask } from '@/testing/days';
import { DaySaver } from '../DaySaver';
import type { Edit } from '../edits';
import { HabitList } from './HabitList';
import { TaskList } from './TaskList';

/** How often the row of a habit or a task was rendered, by its name. */
const renders = vi.hoisted(() => new Map<string, number>());
const count = vi.hoisted(() => (name: string) => {
  renders.set(name, (renders.get(name) ?? 0) + 1);
  return null;
});

vi.mock('./TargetBar', () => ({
  TargetBar: ({ entry }: { entry: { name: string } }) => count(entry.name),
}));
vi.mock('@/ui/QuadrantSelect', () => ({
  QuadrantSelect: ({ label }: { label: string }) => count(label),
}));

const ignore = () => undefined;

/** The day after a save: new objects, as each response of the server has them. */
function stored(body: DayInput): Day {
  const amounts = new Map(body.entries.map((entry) => [entry.habitId, entry.amount]));
  return aDay({
    kpi: 60,
    entries: ['Reading', 'Work'].map((name) =>
      anEntry({ habitId: name, amount: amounts.get(name) ?? null }),
    ),
    tasks: body.tasks.map(({ title }, index) => aTask({ id: String(index), title })),
  });
}

const task = { priority: 'medium', quadrant: 'Q2', completed: false } as const;
const before = stored({
  entries: [{ habitId: 'Work', amount: 60 }],
  tasks: [
    { ...task, title: 'Plan' },
    { ...task, title: 'Write' },
  ],
});

function DayLists({ saver, edit }: { saver: DaySaver; edit: (change: Edit) => void }) {
  const { day, draft } = useSyncExternalStore(saver.subscribe, saver.snapshot);
  return (
    <>
      <HabitList
        entries={day.entries}
        draft={draft}
        away={false}
        proposal={null}
        onEdit={edit}
        onPropose={ignore}
      />
      <TaskList draft={draft} onEdit={edit} />
    </>
  );
}

beforeAll(startI18n);

let saver: DaySaver;
beforeEach(() => {
  saver = new DaySaver(
    { day: before, etag: '"1"' },
    {
      save: (body) => Promise.resolve({ day: stored(body), etag: '"2"' }),
      load: () => Promise.reject(new Error('not asked for')),
      store: { read: () => null, apply: () => undefined },
      exclusively: (task) => task(),
      signal: new AbortController().signal,
      onLoaded: () => undefined,
    },
  );
  const edit = (change: Edit) => saver.edit(change);
  render(<DayLists saver={saver} edit={edit} />);
  renders.clear();
});

it('renders only the habit that was edited, and no other for what the save returns', async () => {
  fireEvent.change(screen.getByLabelText('Reading: minutes'), { target: { value: '30' } });
  fireEvent.blur(screen.getByLabelText('Reading: minutes'));
  expect([...renders.keys()]).toEqual(['Reading']);
  await act(() => saver.flush());
  expect(saver.snapshot().status.kind).toBe('saved');
  expect([...renders.keys()]).toEqual(['Reading']);
});

it('renders only the task that was edited, and no other for what the save returns', async () => {
  fireEvent.change(screen.getByLabelText('Task 1: title'), { target: { value: 'Read' } });
  expect([...renders.keys()]).toEqual(['Quadrant of Read']);
  await act(() => saver.flush());
  expect(saver.snapshot().status.kind).toBe('saved');
  expect([...renders.keys()]).toEqual(['Quadrant of Read']);
});
