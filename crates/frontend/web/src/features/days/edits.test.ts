import { describe, expect, it } from 'vitest';
import { bodyOf, type DayDraft, newTask } from './draft';
import {
  addTask,
  changeEntry,
  changeNote,
  clearDay,
  isClear,
  restoreDay,
  restoreTask,
} from './edits';

const task = (title: string) => ({ ...newTask(), title });
const full: DayDraft = {
  entries: {
    reading: { amount: 30, quality: 4, note: null },
    work: { amount: 0, quality: null, note: null },
    sleep: { amount: null, quality: null, note: null },
  },
  tasks: [1, 2, 3, 4, 5].map((number) => task(`Task ${number}`)),
  note: 'A good day',
};
const empty: DayDraft = { entries: {}, tasks: [], note: null };

describe('clearing a day', () => {
  it('leaves nothing to save', () => {
    expect(bodyOf(clearDay(full), full)).toEqual({ entries: [], tasks: [], note: null });
  });

  it('is undone', () => {
    expect(restoreDay(full)(clearDay(full))).toEqual(full);
  });

  it('is undone without taking what was entered since', () => {
    const since = [
      changeEntry('reading', () => ({ amount: 45 })),
      changeEntry('sleep', () => ({ amount: 480 })),
      addTask(task('New')),
      changeNote('Another text'),
    ].reduce((draft, edit) => edit(draft), clearDay(full));
    const restored = restoreDay(full)(since);
    expect(restored.entries).toEqual({
      reading: { amount: 45, quality: 4, note: null },
      work: { amount: 0, quality: null, note: null },
      sleep: { amount: 480, quality: null, note: null },
    });
    expect(restored.tasks.map(({ title }) => title)).toEqual([
      ...full.tasks.map(({ title }) => title),
      'New',
    ]);
    expect(restored.note).toBe('Another text');
  });
});

it('knows a clear day', () => {
  expect(isClear(empty)).toBe(true);
  expect(isClear(clearDay(full))).toBe(true);
  expect(isClear({ ...empty, tasks: [newTask()] })).toBe(false);
  expect(isClear({ ...empty, note: 'A good day' })).toBe(false);
  expect(isClear({ ...empty, entries: { work: { amount: 0, quality: null, note: null } } })).toBe(
    false,
  );
});

it('does not bring back what a merge has brought back before the Undo', () => {
  const [first] = full.tasks;
  if (!first) throw new Error('The day has tasks.');
  expect(restoreTask(first, 0)(full)).toBe(full);
  expect(restoreDay(full)({ ...clearDay(full), tasks: [first] }).tasks).toHaveLength(5);
});
