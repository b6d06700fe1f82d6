export const law = {
  title: 'The laws',
  hint: 'Rules of effectiveness, each with what it gave of what it can.',
  group: { habits: 'Habits', tasks: 'Tasks', focus: 'Focus', streaks: 'Streaks' },
  gave: '{{points}} of {{most}}',
  takes: '{{points}}, takes up to {{least}}',
  rest_one: '{{count}} law gave nothing',
  rest_other: '{{count}} laws gave nothing',
  about: 'What is behind “{{law}}”',
  unavailable: 'Focus sessions cannot be recorded yet.',
  rule: {
    pareto:
      'Gives 10 when at least two tasks are completed and those of high priority took 80 % of the time of all completed ones.',
    parkinson:
      'The mean over the completed tasks with an estimate and the time spent: 10 for one that took less than 0.9 of its estimate, −10 for one that took more than 1.2 of it.',
    diminishing_returns:
      'Takes 10 when career habits got more than 125 % of their targets while recovery habits stayed below 80 % of theirs.',
    yerkes_dodson:
      'Gives 5 when 80 % of the completed tasks with an estimate and the time spent took at most 110 % of it.',
    pomodoro: 'Gives 5 for two uninterrupted focus sessions of 25 to 50 minutes.',
    deep_work: 'Gives 10 for an uninterrupted focus session of 90 minutes or more.',
    time_blocking:
      'Gives 5 when 70 % of the completed tasks with an estimate and the time spent stayed within 20 % of it, on either side.',
    habit_stacking: 'Gives 5 when five scheduled habits are done: each to 80 % of its target.',
    compound: 'Gives 5, 8 or 10 when the longest running streak has 7, 21 or 66 days.',
    focus_blocks: 'Gives 5 when two completed tasks took 25 minutes or more each.',
    q2_focus:
      'Gives 5 when 60 % of the day’s minutes, of habits and tasks, were in Q2: important and not urgent.',
  },
  source: {
    pareto:
      'The Pareto principle: a few causes have most of the effect. After Vilfredo Pareto (1896); Joseph Juran made it a rule of work.',
    parkinson:
      'Parkinson’s law: work expands so as to fill the time available for it. C. Northcote Parkinson, The Economist, 1955.',
    diminishing_returns:
      'The law of diminishing returns: more of one thing alone yields less and less. Turgot (1767) and David Ricardo (1817).',
    yerkes_dodson:
      'The Yerkes–Dodson law: one does best under a moderate demand. Robert Yerkes and John Dodson, 1908.',
    pomodoro:
      'The Pomodoro Technique: short blocks of work with breaks between. Francesco Cirillo, late 1980s.',
    deep_work: 'Deep work: long stretches without distraction. Cal Newport, Deep Work, 2016.',
    time_blocking:
      'Time blocking: a plan of the day in blocks, which shows how good the estimates are. Cal Newport, Deep Work, 2016.',
    habit_stacking:
      'Habit stacking: one habit leads to the next. S. J. Scott, Habit Stacking, 2014; James Clear, Atomic Habits, 2018.',
    compound:
      'The compound effect: small steps add up. Darren Hardy, 2010. 66 days are the median after which an action became automatic: Phillippa Lally and others, 2010.',
    focus_blocks:
      'The 25 minutes are those of the Pomodoro Technique: long enough to get into a task. Francesco Cirillo, late 1980s.',
    q2_focus:
      'The Eisenhower matrix. Stephen Covey calls the important and not urgent the heart of effectiveness: The 7 Habits of Highly Effective People, 1989.',
  },
  day: {
    finished_one: 'You finished “{{task}}” in {{actual}} of {{count}} minute.',
    finished_other: 'You finished “{{task}}” in {{actual}} of {{count}} minutes.',
    othersFinished_one: '{{count}} more task is finished.',
    othersFinished_other: '{{count}} more tasks are finished.',
    unmeasured: 'No completed task has an estimate and the time spent yet.',
    pareto_tasks: 'Completed tasks: {{done}} of the two that it takes.',
    pareto_time: 'No time is entered for the completed tasks.',
    pareto_share: 'High-priority tasks took {{share}} % of the time; it takes 80 %.',
    parkinson: 'Less than 0.9 of the estimate gives points, more than 1.2 takes them.',
    yerkes_dodson: 'Points come for at most 110 % of the estimate.',
    time_blocking: 'Points come within 20 % of the estimate.',
    diminishing_returns:
      'Career got {{career}} % of its target and recovery {{recovery}} %, so nothing is taken.',
    diminishing_returns_none: 'Career and recovery are not both scheduled, so nothing is taken.',
    pomodoro: 'There are no two uninterrupted focus sessions of 25 to 50 minutes.',
    deep_work: 'There is no uninterrupted focus session of 90 minutes.',
    habit_stacking: 'Scheduled habits done: {{done}} of the five that it takes.',
    compound_one: 'The longest running streak is {{count}} day; points come from 7 on.',
    compound_other: 'The longest running streak is {{count}} days; points come from 7 on.',
    focus_blocks: 'Completed tasks of 25 minutes or more: {{blocks}} of the two that it takes.',
    q2_focus: '{{share}} % of the day’s minutes were in Q2; it takes 60 %.',
    q2_focus_none: 'No minutes are entered for this day yet.',
  },
} as const;
