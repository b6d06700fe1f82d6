// The daily KPI: a port of crates/backend/src/kpi, which has the rules in words. It leaves out what
// nobody can record yet: focus sessions and skill tests.

export const FORMULA_VERSION = 1;

const DAY_MINUTES = 24 * 60;
const MOST_RAISES = 3;

/** To the nearest tenth, halves away from zero; a value just below a half counts as the half. */
const round = (value) => (Math.sign(value) * Math.floor(Math.abs(value) * 10 + 0.5 + 1e-6)) / 10 || 0;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const percent = (part, of) => round((100 * part) / Math.max(of, 1));
const counted = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const share = (part, of) => (of > 0 ? part / of : undefined);
const isEstimated = (task) => task.estimatedMinutes > 0;

/** Completion, and the streak after the day. */
export function outcome({ direction, minutes, target, streakBefore }) {
  if (target === null) return { completion: null, done: false, streak: streakBefore };
  const spent = minutes ?? 0;
  const reached = direction === 'at_least' ? spent : clamp(2 * target - spent, 0, target);
  const completion = Math.min(reached / target, 1.5);
  const done = completion >= 0.8;
  return { completion, done, streak: done ? streakBefore + 1 : 0 };
}

class Mean {
  count = 0;
  sum = 0;

  add(value) {
    this.count += 1;
    this.sum += value;
  }

  get value() {
    return share(this.sum, this.count);
  }
}

/** A day in figures. */
function tally({ habits, tasks }) {
  const day = {
    scheduled: new Mean(),
    kept: new Mean(),
    studies: new Mean(),
    care: new Mean(),
    done: 0,
    steady: 0,
    longestStreak: 0,
    career: { minutes: 0, target: 0 },
    recovery: { minutes: 0, target: 0 },
    tasks: tasks.length,
    estimated: 0,
    completed: 0,
    completedHigh: 0,
    completedMedium: 0,
    completedMinutes: 0,
    completedHighMinutes: 0,
    blocks: 0,
    measured: 0,
    faster: 0,
    slower: 0,
    withinReach: 0,
    asPlanned: 0,
    minutes: 0,
    q2Minutes: 0,
  };
  for (const habit of habits) addHabit(day, habit);
  for (const task of tasks) addTask(day, task);
  return day;
}

function addMinutes(day, quadrant, minutes) {
  day.minutes += minutes;
  if (quadrant === 'Q2') day.q2Minutes += minutes;
}

function addHabit(day, habit) {
  const minutes = habit.minutes ?? 0;
  addMinutes(day, habit.quadrant, minutes);
  const { completion, done, streak } = outcome(habit);
  day.longestStreak = Math.max(day.longestStreak, streak);
  if (completion === null) return;
  const kept = Math.min(completion, 1);
  day.scheduled.add(completion);
  day.kept.add(kept);
  if (done) day.done += 1;
  if (streak >= 3) day.steady += 1;
  const { category, direction, target } = habit;
  if (category === 'skills' || category === 'learning') day.studies.add(kept);
  if (category === 'recovery' || category === 'health') day.care.add(kept);
  const against =
    category === 'career'
      ? day.career
      : category === 'recovery' && direction === 'at_least' && day.recovery;
  if (against) {
    against.minutes += minutes;
    against.target += target;
  }
}

function addTask(day, task) {
  const minutes = task.actualMinutes ?? 0;
  addMinutes(day, task.quadrant, minutes);
  if (isEstimated(task)) day.estimated += 1;
  if (!task.completed) return;
  day.completed += 1;
  day.completedMinutes += minutes;
  if (minutes >= 25) day.blocks += 1;
  if (task.priority === 'high') {
    day.completedHigh += 1;
    day.completedHighMinutes += minutes;
  }
  if (task.priority === 'medium') day.completedMedium += 1;
  if (isEstimated(task) && task.actualMinutes !== null) {
    const estimated = task.estimatedMinutes;
    day.measured += 1;
    if (10 * minutes < 9 * estimated) day.faster += 1;
    if (10 * minutes > 12 * estimated) day.slower += 1;
    if (10 * minutes <= 11 * estimated) day.withinReach += 1;
    if (5 * Math.abs(minutes - estimated) <= estimated) day.asPlanned += 1;
  }
}

/** The laws in the order in which they are explained: what each gives, and why. */
const LAWS = {
  pareto: {
    points: (day) =>
      day.completed >= 2 &&
      day.completedMinutes > 0 &&
      5 * day.completedHighMinutes >= 4 * day.completedMinutes
        ? 10
        : 0,
    why(day) {
      const sharePercent = percent(day.completedHighMinutes, day.completedMinutes);
      return [
        `High-priority tasks took ${sharePercent} % of the ${counted(day.completedMinutes, 'minute')} spent on ${counted(day.completed, 'completed task')}.`,
        {
          completedTasks: day.completed,
          highMinutes: day.completedHighMinutes,
          sharePercent,
          taskMinutes: day.completedMinutes,
        },
      ];
    },
  },
  parkinson: {
    points: (day) => (day.measured > 0 ? (10 * (day.faster - day.slower)) / day.measured : 0),
    why: (day) => [
      `Of ${counted(day.measured, 'completed task')} with an estimate, ${day.faster} took less than 0.9 of it and ${day.slower} more than 1.2 of it.`,
      { fasterTasks: day.faster, measuredTasks: day.measured, slowerTasks: day.slower },
    ],
  },
  diminishing_returns: {
    points: ({ career, recovery }) =>
      4 * career.minutes > 5 * career.target && 5 * recovery.minutes < 4 * recovery.target
        ? -10
        : 0,
    why({ career, recovery }) {
      const careerPercent = percent(career.minutes, career.target);
      const recoveryPercent = percent(recovery.minutes, recovery.target);
      return [
        `Career took ${careerPercent} % of its target while recovery got ${recoveryPercent} % of its own.`,
        {
          careerMinutes: career.minutes,
          careerPercent,
          careerTargetMinutes: career.target,
          recoveryMinutes: recovery.minutes,
          recoveryPercent,
          recoveryTargetMinutes: recovery.target,
        },
      ];
    },
  },
  yerkes_dodson: {
    points: (day) => (day.measured > 0 && 5 * day.withinReach >= 4 * day.measured ? 5 : 0),
    why: (day) => [
      `${day.withinReach} of ${counted(day.measured, 'completed task')} with an estimate took at most 110 % of it.`,
      { measuredTasks: day.measured, withinTasks: day.withinReach },
    ],
  },
  time_blocking: {
    points: (day) => (day.measured > 0 && 10 * day.asPlanned >= 7 * day.measured ? 5 : 0),
    why: (day) => [
      `${day.asPlanned} of ${counted(day.measured, 'completed task')} with an estimate stayed within 20 % of it.`,
      { measuredTasks: day.measured, withinTasks: day.asPlanned },
    ],
  },
  habit_stacking: {
    points: (day) => (day.done >= 5 ? 5 : 0),
    why: (day) => [`${counted(day.done, 'scheduled habit')} done on one day.`, { done: day.done }],
  },
  compound: {
    points({ longestStreak }) {
      if (longestStreak >= 66) return 10;
      if (longestStreak >= 21) return 8;
      return longestStreak >= 7 ? 5 : 0;
    },
    why: ({ longestStreak }) => [
      `The longest running streak is ${counted(longestStreak, 'day')}.`,
      { longestStreak },
    ],
  },
  focus_blocks: {
    points: (day) => (day.blocks >= 2 ? 5 : 0),
    why: (day) => [
      `${counted(day.blocks, 'completed task')} took 25 minutes or more.`,
      { blocks: day.blocks },
    ],
  },
  q2_focus: {
    points: (day) => (day.minutes > 0 && 5 * day.q2Minutes >= 3 * day.minutes ? 5 : 0),
    why(day) {
      const sharePercent = percent(day.q2Minutes, day.minutes);
      return [
        `${sharePercent} % of the day's ${counted(day.minutes, 'minute')} were in Q2, important and not urgent.`,
        { q2Minutes: day.q2Minutes, sharePercent, totalMinutes: day.minutes },
      ];
    },
  },
};

function scorecardOf(day) {
  const parts = [
    day.care.value,
    share(day.steady, day.scheduled.count),
    share(day.estimated, day.tasks),
  ].filter((part) => part !== undefined);
  const sum = parts.reduce((total, part) => total + part, 0);
  return {
    deliverables: 70 * (day.kept.value ?? 0) + 30 * (share(day.completed, day.tasks) ?? 1),
    skills: 100 * (day.studies.value ?? 0.5),
    culture: parts.length > 0 ? (100 * sum) / parts.length : null,
  };
}

/** The KPI of a tally and everything it is made of, as it is shown. */
function scoreOf(day) {
  const exact = {};
  let sum = 0;
  for (const code in LAWS) sum += exact[code] = LAWS[code].points(day);
  const exactBase = 100 * (day.scheduled.value ?? 0);
  const priority = Math.min(20, 10 * day.completedHigh + 5 * day.completedMedium);
  const { deliverables, skills, culture } = scorecardOf(day);
  const card = 0.1 * (0.4 * deliverables + 0.3 * skills + 0.3 * (culture ?? 0));
  const total = round(exactBase + clamp(sum, -25, 25) + priority + card);

  // What is shown adds up to the total: the scorecard takes the tenth that rounding leaves, and
  // parkinson what the scorecard cannot.
  const laws = {};
  let fired = 0;
  for (const code in LAWS) fired += laws[code] = round(exact[code]);
  fired = round(fired);
  const base = round(exactBase);
  const withinLimit = clamp(fired, -25, 25);
  const rest = round(total - base - withinLimit - priority);
  const scorecardPoints = clamp(rest, 0, 10);
  const carried = round(rest - scorecardPoints);
  laws.parkinson = round(laws.parkinson + carried);
  return {
    kpi: clamp(total, 0, 150),
    total,
    base,
    laws,
    cap: round(withinLimit - fired),
    efficiency: round(withinLimit + carried),
    priority,
    scorecardPoints,
    scorecard: {
      deliverables: round(deliverables),
      skills: round(skills),
      culture: culture === null ? null : round(culture),
    },
  };
}

function bandOf(kpi) {
  if (kpi >= 150) return 'exceptional';
  if (kpi >= 120) return 'high';
  if (kpi >= 100) return 'good';
  return kpi >= 80 ? 'average' : 'needs_attention';
}

/** Scores a day and explains the score. */
export function explain(input) {
  const day = tally(input);
  const score = scoreOf(day);
  const terms = [baseTerm(day, score)];
  for (const code in LAWS) {
    if (score.laws[code] === 0) continue;
    const [reason, facts] = LAWS[code].why(day);
    terms.push({ code, points: score.laws[code], reason, facts });
  }
  if (score.cap !== 0) terms.push(capTerm(score));
  terms.push(priorityTerm(day, score), scorecardTerm(score));
  return {
    formulaVersion: FORMULA_VERSION,
    kpi: score.kpi,
    total: score.total,
    band: bandOf(score.kpi),
    terms,
    scorecard: score.scorecard,
    raises: raises(input, score.kpi),
  };
}

function baseTerm(day, score) {
  const { count } = day.scheduled;
  const meanPercent = round(100 * (day.scheduled.value ?? 0));
  return {
    code: 'base',
    points: score.base,
    reason:
      count === 0
        ? 'No habits are scheduled for this day.'
        : `Mean completion of ${counted(count, 'scheduled habit')} is ${meanPercent} %; ${day.done} done.`,
    facts: { done: day.done, meanPercent, scheduled: count },
  };
}

function capTerm(score) {
  const sum = round(score.efficiency - score.cap);
  return {
    code: 'efficiency_cap',
    points: score.cap,
    reason: `The laws add up to ${sum} points, of which ${score.efficiency} count.`,
    facts: { limit: score.efficiency, sum },
  };
}

function priorityTerm({ completedHigh, completedMedium }, score) {
  const done = [];
  if (completedHigh > 0) done.push(counted(completedHigh, 'high-priority task'));
  if (completedMedium > 0) done.push(counted(completedMedium, 'medium-priority task'));
  return {
    code: 'priority',
    points: score.priority,
    reason:
      done.length > 0
        ? `${done.join(' and ')} completed.`
        : 'No high- or medium-priority task is completed.',
    facts: { completedHigh, completedMedium },
  };
}

function scorecardTerm({ scorecard: { deliverables, skills, culture }, scorecardPoints }) {
  return {
    code: 'scorecard',
    points: scorecardPoints,
    reason:
      culture === null
        ? `Deliverables ${deliverables} and skills ${skills} of 100 each; no culture yet.`
        : `Deliverables ${deliverables}, skills ${skills} and culture ${culture} of 100 each.`,
    facts: culture === null ? { deliverables, skills } : { culture, deliverables, skills },
  };
}

/** The cheapest next steps, at most three: each is found by scoring the day with it taken. */
function raises(input, now) {
  const offers = [];
  for (const step of steps(input)) {
    const points = round(scoreOf(tally(step.taken())).kpi - now);
    if (points >= 0.1) offers.push({ ...step, points, worth: points / step.effort });
  }
  // The sort is stable, and the steps come by place.
  offers.sort((one, other) => other.worth - one.worth || other.points - one.points || one.kind - other.kind);
  const chosen = [];
  while (chosen.length < MOST_RAISES) {
    const [first, second] = chosen;
    const stale = chosen.length === 2 && first.code === second.code && first.code;
    const others = offers.filter(
      (offer) => !chosen.some(({ habit, task }) => habit === offer.habit && task === offer.task),
    );
    const next = others.find((offer) => offer.code !== stale) ?? others[0];
    if (!next) break;
    chosen.push(next);
  }
  return chosen.map(({ code, habit, task, minutes, points, reason }) => ({
    code,
    habit,
    task,
    minutes: minutes || null,
    points,
    reason,
  }));
}

const replaced = (list, place, changes) =>
  list.map((one, at) => (at === place ? { ...one, ...changes } : one));

function* steps(input) {
  const spent = input.habits.reduce((sum, habit) => sum + (habit.minutes ?? 0), 0);
  for (const [place, habit] of input.habits.entries()) {
    yield* habitSteps(input, place, habit, DAY_MINUTES - spent);
  }
  for (const [place, task] of input.tasks.entries()) {
    if (!task.completed) yield* taskSteps(input, place, task);
  }
}

function* habitSteps(input, place, { direction, target, minutes: had }, left) {
  if (direction !== 'at_least' || target === null) return;
  const spent = had ?? 0;
  for (const aim of [target - Math.floor(target / 5), target]) {
    const minutes = aim - spent;
    if (minutes <= 0 || minutes > left) continue;
    const spend = counted(minutes, 'more minute');
    yield {
      code: 'log_habit',
      kind: 0,
      habit: place,
      minutes,
      effort: minutes,
      reason:
        aim < target
          ? `Spend ${spend} on this habit: at ${aim} of ${target} it counts as done.`
          : `Spend ${spend} on this habit to reach its target of ${target}.`,
      taken: () => ({ ...input, habits: replaced(input.habits, place, { minutes: aim }) }),
    };
  }
}

function* taskSteps(input, place, task) {
  const had = task.actualMinutes ?? 0;
  const minutes = isEstimated(task) ? Math.max(task.estimatedMinutes - had, 0) : undefined;
  const taken = (changes) => () => ({ ...input, tasks: replaced(input.tasks, place, changes) });
  yield {
    code: 'complete_task',
    kind: 1,
    task: place,
    minutes,
    effort: minutes === undefined ? 30 : Math.max(minutes, 5),
    reason:
      minutes > 0
        ? `Complete this task within its estimate: ${minutes} of ${counted(task.estimatedMinutes, 'minute')} left.`
        : 'Complete this task.',
    taken: taken({
      completed: true,
      actualMinutes: minutes === undefined ? task.actualMinutes : had + minutes,
    }),
  };
  if (minutes === undefined) {
    yield {
      code: 'add_estimate',
      kind: 2,
      task: place,
      effort: 1,
      reason: 'Estimate how long this task will take.',
      taken: taken({ estimatedMinutes: 30 }),
    };
  }
}
