import { describe, expect, it } from 'vitest';
import { aDay, anEntry, aTask } from '@/testing/days';
import { bodyOf, type DayDraft, differs, draftOf, newTask } from './draft';
import { addTask, changeEntry, changeTask, removeTask, restoreTask } from './edits';
import { merge } from './merge';

const draft = (day = aDay()): DayDraft => draftOf(day, ({ id }) => id);
const withTasks = (...ids: string[]) => draft(aDay({ tasks: ids.map((id) => aTask({ id })) }));
const titles = ({ tasks }: DayDraft) => tasks.map(({ title }) => title);

describe('merge', () => {
  it('keeps local edits and takes the rest from the server', () => {
    const base = draft();
    const mine = changeEntry('reading', () => ({ amount: 30 }))(base);
    const theirs = draft(
      aDay({
        entries: [
          anEntry({ habitId: 'reading', amount: 10, quality: 4 }),
          anEntry({ habitId: 'work', amount: 360 }),
        ],
      }),
    );
    expect(merge(base, mine, theirs).entries).toEqual({
      reading: { amount: 30, quality: 4, note: null },
      work: { amount: 360, quality: null, note: null },
    });
  });

  it('keeps the note that was written here, or else elsewhere', () => {
    const base = draft(aDay({ note: 'Before' }));
    const mine = { ...base, note: 'Mine' };
    const theirs = draft(aDay({ note: 'Theirs' }));
    expect(merge(base, mine, base).note).toBe('Mine');
    expect(merge(base, base, theirs).note).toBe('Theirs');
    expect(merge(base, mine, theirs).note).toBe('Mine');
  });

  it('drops edits of a habit that the day no longer has', () => {
    const base = draft();
    const mine = changeEntry('work', () => ({ amount: 30 }))(base);
    const theirs = draft(aDay({ entries: [anEntry({ habitId: 'reading' })] }));
    expect(Object.keys(merge(base, mine, theirs).entries)).toEqual(['reading']);
  });

  it('keeps tasks added on both sides', () => {
    const base = withTasks('one');
    const mine = addTask({ ...newTask(), title: 'mine' })(base);
    const theirs = withTasks('one', 'theirs');
    expect(titles(merge(base, mine, theirs))).toEqual(['one', 'mine', 'theirs']);
  });

  it('matches a task that was created by a save with a lost response', () => {
    const base = draft();
    const mine = addTask({ ...newTask(), title: 'Call' })(base);
    const theirs = draft(aDay({ tasks: [aTask({ id: 'server', title: 'Call' })] }));
    const merged = merge(base, mine, theirs);
    expect(merged.tasks).toHaveLength(1);
    expect(merged.tasks[0]?.id).toBe('server');
    expect(merged.tasks[0]?.key).toBe(mine.tasks[0]?.key);
  });

  it('keeps removals of either side', () => {
    const base = withTasks('one', 'two', 'three');
    const mine = removeTask('one')(base);
    expect(titles(merge(base, mine, withTasks('one', 'three')))).toEqual(['three']);
  });

  it('keeps a task that was edited here and removed elsewhere', () => {
    const base = withTasks('one');
    const mine = changeTask('one', () => ({ completed: true }))(base);
    const merged = merge(base, mine, draft());
    expect(merged.tasks).toMatchObject([{ title: 'one', completed: true, id: null }]);
  });

  it('keeps a task that was edited elsewhere and removed here', () => {
    const base = withTasks('one', 'two');
    const theirs = changeTask('one', () => ({ completed: true }))(base);
    const merged = merge(base, removeTask('one')(base), theirs);
    expect(merged.tasks).toMatchObject([{ title: 'two' }, { title: 'one', completed: true }]);
  });

  it('does not take a new task without a title for another one', () => {
    const base = draft();
    const [mine, theirs] = [newTask(), newTask()].map((task) => addTask(task)(base));
    if (!mine || !theirs) throw new Error('There are two.');
    expect(merge(base, mine, theirs).tasks).toHaveLength(2);
  });

  it('keeps a trailing space in a title', () => {
    const base = draft(aDay({ tasks: [aTask({ id: 'one', title: 'Write ' })] }));
    const theirs = draft(aDay({ tasks: [aTask({ id: 'one', title: 'Write' })] }));
    expect(titles(merge(base, base, theirs))).toEqual(['Write ']);
  });
});

describe('bodyOf', () => {
  it('carries the note of the day, and none if it is blank', () => {
    const base = draft(aDay({ note: 'One\ntwo' }));
    expect(bodyOf(base, base).note).toBe('One\ntwo');
    expect(bodyOf({ ...base, note: ' \n' }, base).note).toBeNull();
    expect(differs({ ...base, note: 'One' }, base)).toBe(true);
  });

  it('sends only entries with values', () => {
    const base = draft();
    const mine = changeEntry('reading', () => ({ quality: 3 }))(base);
    expect(bodyOf(mine, base).entries).toEqual([
      { habitId: 'reading', amount: null, quality: 3, note: null },
    ]);
  });

  it('does not send a new task without a title', () => {
    const base = draft();
    expect(bodyOf(addTask(newTask())(base), base).tasks).toEqual([]);
    expect(differs(addTask(newTask())(base), base)).toBe(false);
  });

  it('sends the old title while the title is empty', () => {
    const base = withTasks('one');
    const mine = changeTask('one', () => ({ title: '' }))(base);
    expect(bodyOf(mine, base).tasks).toMatchObject([{ id: 'one', title: 'one' }]);
  });

  it('creates a task again when its saved removal is undone', () => {
    const base = withTasks('one');
    const [task] = base.tasks;
    if (!task) throw new Error('There is a task.');
    const empty = draft();
    const body = bodyOf(restoreTask(task, 0)(empty), empty);
    expect(body.tasks).toMatchObject([{ title: 'one' }]);
    expect(body.tasks[0]).not.toHaveProperty('id');
  });
});
