export const category = {
  health: 'Health',
  skills: 'Skills',
  learning: 'Learning',
  career: 'Career',
  recovery: 'Recovery',
  content: 'Content',
  wellness: 'Wellness',
} as const;

export const quadrant = {
  label: 'Quadrant',
  Q1: 'Q1: urgent and important',
  Q2: 'Q2: important',
  Q3: 'Q3: urgent',
  Q4: 'Q4: neither',
} as const;

export const priority = { label: 'Priority', high: 'High', medium: 'Medium', low: 'Low' } as const;

export const band = {
  exceptional: 'exceptional',
  high: 'high',
  good: 'good',
  average: 'average',
  needs_attention: 'needs attention',
} as const;

export const measure = {
  minutes: 'Minutes',
  count: 'A count',
  check: 'Done or not',
  counted: '{{amount}}\u00a0{{unit}}',
  done: 'done',
  notDone: 'not done',
} as const;
