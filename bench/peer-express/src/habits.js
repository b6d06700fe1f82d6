// Habits, each with the version that is in force on a date.
import { Router } from 'express';
import { shown, weekday, weekdays } from './dates.js';
import { prisma } from './db.js';

export const habits = Router();

habits.get('/', async (request, response) => {
  const today = new Date(shown(new Date()));
  const plan = await loadPlan(prisma, request.user.id);
  response.json({ habits: plan.map((habit) => asJson(habit, today)).filter((habit) => !habit.archivedOn) });
});

/** All habits of the user, with their versions by date. */
export function loadPlan(db, userId) {
  return db.habit.findMany({
    where: { userId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    include: { versions: { orderBy: { effectiveFrom: 'asc' } } },
  });
}

/** The version in force on the date; before the first, the first. */
export function versionOn(habit, date) {
  return habit.versions.findLast((version) => version.effectiveFrom <= date) ?? habit.versions[0];
}

export function isActiveOn(habit, date) {
  return habit.versions[0].effectiveFrom <= date && versionOn(habit, date).active;
}

/** Minutes aimed at on the date; null when the habit does not count on it. */
export function targetOn(habit, date) {
  const version = versionOn(habit, date);
  const day = weekday(date);
  if (!isActiveOn(habit, date) || !(version.schedule & (1 << day))) return null;
  return (day >= 5 ? version.weekendTargetMinutes : null) ?? version.targetMinutes;
}

function archivedOn(habit, date) {
  let since = null;
  for (const version of habit.versions) {
    if (version.effectiveFrom > date) break;
    since = version.active ? null : (since ?? version.effectiveFrom);
  }
  return since && shown(since);
}

function asJson(habit, today) {
  const version = versionOn(habit, today);
  return {
    id: habit.id,
    name: habit.name,
    category: version.category,
    quadrant: version.quadrant,
    direction: version.direction,
    measure: 'minutes',
    unit: null,
    target: version.targetMinutes,
    weekendTarget: version.weekendTargetMinutes,
    schedule: weekdays(version.schedule),
    skillLevel: habit.skillLevel,
    archivedOn: archivedOn(habit, today),
    startsOn: shown(habit.versions[0].effectiveFrom),
    createdAt: habit.createdAt,
    updatedAt: habit.updatedAt,
  };
}

const DEFAULTS = [
  ['Sleep', 'health', 'Q2', 480],
  ['Exercise', 'health', 'Q2', 60],
  ['English', 'skills', 'Q2', 60, 2],
  ['Reading', 'learning', 'Q2', 30],
  ['Work', 'career', 'Q1', 360, 4, 180],
  ['Rest', 'recovery', 'Q3', 180],
  ['Driving licence', 'skills', 'Q2', 20, 1],
  ['Blog', 'content', 'Q2', 20, 1],
  ['AI', 'skills', 'Q2', 30, 1],
  ['Analytics', 'skills', 'Q2', 30],
];

/** The ten habits that an account begins with. */
export function defaultHabits() {
  return DEFAULTS.map(
    ([name, category, quadrant, targetMinutes, skillLevel, weekendTargetMinutes], position) => ({
      name,
      skillLevel,
      position,
      versions: {
        create: {
          effectiveFrom: new Date('2000-01-01'),
          category,
          quadrant,
          direction: 'at_least',
          targetMinutes,
          weekendTargetMinutes,
          schedule: 0b1111111,
          active: true,
        },
      },
    }),
  );
}
