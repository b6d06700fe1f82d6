export const category = {
  health: 'Здоровье',
  skills: 'Навыки',
  learning: 'Учёба',
  career: 'Карьера',
  recovery: 'Отдых',
  content: 'Контент',
  wellness: 'Благополучие',
} as const;

export const quadrant = {
  label: 'Квадрант',
  Q1: 'Q1: срочно и важно',
  Q2: 'Q2: важно',
  Q3: 'Q3: срочно',
  Q4: 'Q4: ни то ни другое',
} as const;

export const priority = {
  label: 'Приоритет',
  high: 'Высокий',
  medium: 'Средний',
  low: 'Низкий',
} as const;

export const band = {
  exceptional: 'исключительно',
  high: 'высоко',
  good: 'хорошо',
  average: 'средне',
  needs_attention: 'требует внимания',
} as const;

export const measure = {
  minutes: 'Минуты',
  count: 'Количество',
  check: 'Сделано или нет',
  counted: '{{amount}}\u00a0{{unit}}',
  done: 'сделано',
  notDone: 'не сделано',
} as const;
