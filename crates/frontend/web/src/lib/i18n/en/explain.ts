export const explain = {
  title: 'Where the number comes from',
  total: 'Total',
  clamped: 'Limited to between 0 and 150, the KPI is {{kpi}}.',
  term: 'Term',
  points: 'Points',
  chartLabel: 'What the KPI of {{total}} is made of',
  suggestions: 'What would raise it',
  noSuggestions: 'Nothing left that would raise it today.',
  code: {
    base: 'Base',
    pareto: 'Time for what matters most',
    parkinson: 'Faster than estimated',
    diminishing_returns: 'Work without rest',
    yerkes_dodson: 'Within the estimate',
    pomodoro: 'Two short focus sessions',
    deep_work: 'A long focus session',
    time_blocking: 'Close to the estimate',
    habit_stacking: 'Five habits in a day',
    compound: 'A long streak',
    focus_blocks: 'Two tasks of some length',
    q2_focus: 'Time for the important',
    efficiency_cap: 'Limit of the laws',
    priority: 'Priority',
    scorecard: 'Scorecard',
  },
  reason: {
    base_one: 'Mean completion of {{count}} scheduled habit is {{mean}} %; {{done}} done.',
    base_other: 'Mean completion of {{count}} scheduled habits is {{mean}} %; {{done}} done.',
    base_none: 'No habits are scheduled for this day.',
    pareto_one:
      'High-priority work took {{share}} % of the {{time}} spent on {{count}} completed task.',
    pareto_other:
      'High-priority work took {{share}} % of the {{time}} spent on {{count}} completed tasks.',
    parkinson_one:
      'Of {{count}} completed task with an estimate, {{faster}} took less than 0.9 of it and {{slower}} more than 1.2 of it.',
    parkinson_other:
      'Of {{count}} completed tasks with an estimate, {{faster}} took less than 0.9 of it and {{slower}} more than 1.2 of it.',
    diminishing_returns:
      'Career took {{career}} % of its target while recovery got {{recovery}} % of its own.',
    yerkes_dodson_one:
      '{{within}} of {{count}} completed task with an estimate took at most 110 % of it.',
    yerkes_dodson_other:
      '{{within}} of {{count}} completed tasks with an estimate took at most 110 % of it.',
    pomodoro_one: '{{count}} uninterrupted focus session of 25 to 50 minutes.',
    pomodoro_other: '{{count}} uninterrupted focus sessions of 25 to 50 minutes.',
    deep_work: 'An uninterrupted focus session of {{time}}.',
    time_blocking_one:
      '{{within}} of {{count}} completed task with an estimate stayed within 20 % of it.',
    time_blocking_other:
      '{{within}} of {{count}} completed tasks with an estimate stayed within 20 % of it.',
    habit_stacking_one: '{{count}} scheduled habit done on one day.',
    habit_stacking_other: '{{count}} scheduled habits done on one day.',
    compound_one: 'The longest running streak is {{count}} day.',
    compound_other: 'The longest running streak is {{count}} days.',
    focus_blocks_one: '{{count}} completed task took 25 minutes or more.',
    focus_blocks_other: '{{count}} completed tasks took 25 minutes or more.',
    q2_focus: '{{share}} % of the {{time}} of this day were in Q2: important, not urgent.',
    efficiency_cap: 'The laws add up to {{sum}} points, of which {{limit}} count.',
    priority_none: 'No high- or medium-priority task is completed.',
    priority: 'Completed: {{high}} of high and {{medium}} of medium priority.',
    scorecard:
      'Deliverables {{deliverables}}, skills {{skills}} and culture {{culture}}, of 100 each.',
    scorecard_noCulture:
      'Deliverables {{deliverables}} and skills {{skills}}, of 100 each; no culture yet.',
  },
  suggestion: {
    log_habit: '{{habit}}: {{amount}} more',
    check_habit: '{{habit}}: do it and check it off',
    complete_task: 'Complete “{{task}}”',
    complete_task_in: 'Complete “{{task}}” in the {{time}} left of its estimate',
    add_estimate: 'Estimate how long “{{task}}” will take',
    add_task: 'Complete one more task of high priority',
    pomodoro: '{{habit}}: focus without interruption, {{time}} in sessions of 25 minutes',
    deep_work: '{{habit}}: focus without interruption for {{time}}',
  },
} as const;
