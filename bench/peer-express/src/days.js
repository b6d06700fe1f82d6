// Days: what a user entered for a date, and the KPI it has, with every point explained.
import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { nextDay, shown } from './dates.js';
import { prisma } from './db.js';
import { HttpError } from './errors.js';
import { isActiveOn, loadPlan, targetOn, versionOn } from './habits.js';
import { FORMULA_VERSION, explain, outcome } from './kpi.js';

const DateParam = z.iso.date().transform((text) => new Date(text));
const minutes = z.int().min(0).max(1440);
const DayUpdate = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        habitId: z.uuid(),
        amount: minutes.nullish().default(null),
        quality: z.int().min(1).max(5).nullish().default(null),
      }),
    )
    .max(100),
  tasks: z
    .array(
      z.strictObject({
        title: z.string().trim().min(1).max(200),
        priority: z.enum(['high', 'medium', 'low']),
        quadrant: z.enum(['Q1', 'Q2', 'Q3', 'Q4']),
        estimatedMinutes: minutes.min(1).nullish().default(null),
        actualMinutes: minutes.nullish().default(null),
        completed: z.boolean().default(false),
      }),
    )
    .max(5),
});

export const days = Router();

days.get('/:date', async (request, response) => {
  const date = DateParam.parse(request.params.date);
  const userId = request.user.id;
  const [plan, before, stored] = await Promise.all([
    loadPlan(prisma, userId),
    loadDayBefore(prisma, userId, date),
    prisma.day.findUnique({
      where: { userId_date: { userId, date } },
      include: { entries: true, tasks: { orderBy: { position: 'asc' } } },
    }),
  ]);
  const day = score(date, plan, before, stored?.entries ?? [], stored?.tasks ?? []);
  response.json(asJson(day, stored !== null));
});

days.put('/:date', async (request, response) => {
  const date = DateParam.parse(request.params.date);
  const update = DayUpdate.parse(request.body);
  const userId = request.user.id;
  const day = await prisma.$transaction(async (tx) => {
    // Writers of one user's days take turns.
    await tx.user.update({
      where: { id: userId },
      data: { revision: { increment: 1 } },
      select: { id: true },
    });
    const plan = await loadPlan(tx, userId);
    checkHabits(update.entries, plan);
    const before = await loadDayBefore(tx, userId, date);
    const tasks = update.tasks.map((task) => ({ id: randomUUID(), ...task }));
    const day = score(date, plan, before, update.entries, tasks);
    await replace(tx, userId, day);
    return day;
  });
  response.json(asJson(day, true));
});

function loadDayBefore(db, userId, date) {
  return db.day.findFirst({
    where: { userId, date: { lt: date } },
    orderBy: { date: 'desc' },
    include: { entries: { select: { habitId: true, streak: true } } },
  });
}

function checkHabits(entries, plan) {
  const known = new Set(plan.map((habit) => habit.id));
  for (const { habitId } of entries) {
    // Of two entries for one habit, the second one finds it gone.
    if (!known.delete(habitId)) throw new HttpError(422, `${habitId} is unknown, or there twice.`);
  }
}

async function replace(tx, userId, { date, entries, tasks, explanation }) {
  const scored = { kpi: explanation.kpi, formulaVersion: FORMULA_VERSION };
  await tx.entry.deleteMany({ where: { userId, date } });
  await tx.task.deleteMany({ where: { userId, date } });
  await tx.day.upsert({
    where: { userId_date: { userId, date } },
    create: { userId, date, ...scored },
    update: scored,
    select: { date: true },
  });
  await tx.entry.createMany({
    data: entries.map(({ habit, minutes, quality, target, completion, streak }) => ({
      userId,
      date,
      habitId: habit.id,
      minutes,
      quality,
      targetMinutes: target,
      completion,
      streak,
    })),
  });
  await tx.task.createMany({
    data: tasks.map((task, place) => ({ ...task, userId, date, position: place + 1 })),
  });
}

/** The day with an entry for every habit that counts on it, and the KPI of it all. */
function score(date, plan, before, entered, tasks) {
  const byHabit = new Map(entered.map((entry) => [entry.habitId, entry]));
  const streaks = new Map(before?.entries.map((entry) => [entry.habitId, entry.streak]));
  const entries = plan
    .filter((habit) => isActiveOn(habit, date) || byHabit.has(habit.id))
    .map((habit) => {
      const { category, quadrant, direction } = versionOn(habit, date);
      const { amount: minutes = null, quality = null } = byHabit.get(habit.id) ?? {};
      const entry = {
        habit,
        category,
        quadrant,
        direction,
        minutes,
        quality,
        target: targetOn(habit, date),
        streakBefore: streakAtStartOf(habit, date, before?.date, streaks.get(habit.id)),
      };
      return { ...entry, ...outcome(entry) };
    });
  return { date, entries, tasks, explanation: explain({ habits: entries, tasks }) };
}

/** The last streak, unless the habit was scheduled in between on a day that was never recorded. */
function streakAtStartOf(habit, date, last, streak = 0) {
  if (streak === 0) return 0;
  for (let day = nextDay(last); day < date; day = nextDay(day)) {
    if (targetOn(habit, day) !== null) return 0;
  }
  return streak;
}

function asJson({ date, entries, tasks, explanation }, saved) {
  const raises = explanation.raises.map(({ habit, task, ...raise }) => ({
    code: raise.code,
    habitId: habit === undefined ? null : entries[habit].habit.id,
    taskIndex: task ?? null,
    amount: raise.minutes,
    points: raise.points,
    reason: raise.reason,
  }));
  return {
    date: shown(date),
    saved,
    exception: null,
    entries: entries.map((entry) => ({
      habitId: entry.habit.id,
      name: entry.habit.name,
      category: entry.category,
      quadrant: entry.quadrant,
      direction: entry.direction,
      measure: 'minutes',
      unit: null,
      scheduled: entry.target !== null,
      target: entry.target,
      amount: entry.minutes,
      quality: entry.quality,
      completion: entry.completion,
      streak: entry.streak,
      streakBefore: entry.streakBefore,
    })),
    tasks: tasks.map((task) => ({
      id: task.id,
      title: task.title,
      priority: task.priority,
      quadrant: task.quadrant,
      estimatedMinutes: task.estimatedMinutes,
      actualMinutes: task.actualMinutes,
      completed: task.completed,
    })),
    kpi: saved ? explanation.kpi : null,
    explanation: { ...explanation, raises },
  };
}
