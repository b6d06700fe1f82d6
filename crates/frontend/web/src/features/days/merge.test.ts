import { describe, expect, it } from 'vitest';
import { aDay, anEntry, aTask } from '@/testing/days';
import { bodyOf, type DayDraft, differs, draftOf, newTask } from './draft';
import { addTask, changeEntry, changeTask, removeTask, restoreTask } from './edits';
import { merge } from './merge';

const draft = (day = aDay()): DayDraft => draftOf(day, ({ id }) => id);
const withTasks = (...ids: string[]) => draft(aDay({ tasks: ids.map((id) => aTask({ id })) }));
const titles = ({ tasks }: DayDraft) => tasks.map(({ title }) => title);

describe('merge', () => {
  it('keeps what was edited here and takes the rest from there', () => {
    const base = draft();
    const mine = changeEntry('reading', () => ({ minutes: 30 }))(base);
    const theirs = draft(
      aDay({
        entries: [
          anEntry({ habitId: 'reading', minutes: 10, quality: 4 }),
          anEntry({ habitId: 'work', minutes: 360 }),
        ],
      }),
    );
    expect(merge(base, mine, theirs).entries).toEqual({
      reading: { minutes: 30, quality: 4 },
      work: { minutes: 360, quality: null },
    });
  });

  it('drops edits of a habit that the day no longer has', () => {
    const base = draft();
    const mine = changeEntry('work', () => ({ minutes: 30 }))(base);
    const theirs = draft(aDay({ entries: [anEntry({ habitId: 'reading' })] }));
    expect(Object.keys(merge(base, mine, theirs).entries)).toEqual(['reading']);
  });

  it('joins tasks added on both sides', () => {
    const base = withTasks('one');
    const mine = addTask({ ...newTask(), title: 'mine' })(base);
    const theirs = withTasks('one', 'theirs');
    expect(titles(merge(base, mine, theirs))).toEqual(['one', 'mine', 'theirs']);
  });

  it('takes a task that a lost answer had made for its own', () => {
    const base = draft();
    const mine = addTask({ ...newTask(), title: 'Call' })(base);
    const theirs = draft(aDay({ tasks: [aTask({ id: 'server', title: 'Call' })] }));
    const merged = merge(base, mine, theirs);
    expect(merged.tasks).toHaveLength(1);
    expect(merged.tasks[0]?.id).toBe('server');
    expect(merged.tasks[0]?.key).toBe(mine.tasks[0]?.key);
  });

  it('leaves removed what either side removed', () => {
    const base = withTasks('one', 'two', 'three');
    const mine = removeTask('one')(base);
    expect(titles(merge(base, mine, withTasks('one', 'three')))).toEqual(['three']);
  });

  it('brings back a task that was worked on here while it was removed there', () => {
    const base = withTasks('one');
    const mine = changeTask('one', () => ({ completed: true }))(base);
    const merged = merge(base, mine, draft());
    expect(merged.tasks).toMatchObject([{ title: 'one', completed: true, id: null }]);
  });

  it('does not eat the space before the next word', () => {
    const base = draft(aDay({ tasks: [aTask({ id: 'one', title: 'Write ' })] }));
    const theirs = draft(aDay({ tasks: [aTask({ id: 'one', title: 'Write' })] }));
    expect(titles(merge(base, base, theirs))).toEqual(['Write ']);
  });
});

describe('bodyOf', () => {
  it('sends entries only where something is entered', () => {
    const base = draft();
    const mine = changeEntry('reading', () => ({ quality: 3 }))(base);
    expect(bodyOf(mine, base).entries).toEqual([{ habitId: 'reading', minutes: null, quality: 3 }]);
  });

  it('keeps a new task back until it has a title', () => {
    const base = draft();
    expect(bodyOf(addTask(newTask())(base), base).tasks).toEqual([]);
    expect(differs(addTask(newTask())(base), base)).toBe(false);
  });

  it('sends the old title while a title is being retyped', () => {
    const base = withTasks('one');
    const mine = changeTask('one', () => ({ title: '' }))(base);
    expect(bodyOf(mine, base).tasks).toMatchObject([{ id: 'one', title: 'one' }]);
  });

  it('makes a task anew when its removal was saved and is then undone', () => {
    const base = withTasks('one');
    const [task] = base.tasks;
    if (!task) throw new Error('There is a task.');
    const empty = draft();
    const body = bodyOf(restoreTask(task, 0)(empty), empty);
    expect(body.tasks).toMatchObject([{ title: 'one' }]);
    expect(body.tasks[0]).not.toHaveProperty('id');
  });
});
