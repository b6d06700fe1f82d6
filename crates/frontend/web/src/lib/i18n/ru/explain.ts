export const explain = {
  title: 'Откуда это число',
  total: 'Итого',
  clamped: 'KPI ограничен пределами от 0 до 150 и равен {{kpi}}.',
  term: 'Слагаемое',
  points: 'Баллы',
  chartLabel: 'Из чего складывается KPI {{total}}',
  suggestions: 'Что его поднимет',
  noSuggestions: 'Сегодня поднять его уже нечем.',
  code: {
    base: 'Основа',
    pareto: 'Парето',
    parkinson: 'Паркинсон',
    diminishing_returns: 'Убывающая отдача',
    yerkes_dodson: 'Посильность',
    pomodoro: 'Помодоро',
    deep_work: 'Глубокая работа',
    time_blocking: 'Блоки времени',
    habit_stacking: 'Связка привычек',
    compound: 'Накопление',
    focus_blocks: 'Блоки фокуса',
    q2_focus: 'Фокус на Q2',
    efficiency_cap: 'Предел законов',
    priority: 'Приоритет',
    scorecard: 'Оценка дня',
  },
  reason: {
    base_one:
      'Среднее выполнение {{count}} запланированной привычки — {{mean}} %; сделано: {{done}}.',
    base_few:
      'Среднее выполнение {{count}} запланированных привычек — {{mean}} %; сделано: {{done}}.',
    base_many:
      'Среднее выполнение {{count}} запланированных привычек — {{mean}} %; сделано: {{done}}.',
    base_other:
      'Среднее выполнение {{count}} запланированных привычек — {{mean}} %; сделано: {{done}}.',
    base_none: 'На этот день привычки не запланированы.',
    pareto_one:
      'На важнейшее ушло {{share}} % из {{time}}, потраченных на {{count}} выполненную задачу.',
    pareto_few:
      'На важнейшее ушло {{share}} % из {{time}}, потраченных на {{count}} выполненные задачи.',
    pareto_many:
      'На важнейшее ушло {{share}} % из {{time}}, потраченных на {{count}} выполненных задач.',
    pareto_other:
      'На важнейшее ушло {{share}} % из {{time}}, потраченных на {{count}} выполненных задач.',
    parkinson_one:
      'Из {{count}} выполненной задачи с оценкой быстрее 0,9 оценки: {{faster}}, дольше 1,2 оценки: {{slower}}.',
    parkinson_few:
      'Из {{count}} выполненных задач с оценкой быстрее 0,9 оценки: {{faster}}, дольше 1,2 оценки: {{slower}}.',
    parkinson_many:
      'Из {{count}} выполненных задач с оценкой быстрее 0,9 оценки: {{faster}}, дольше 1,2 оценки: {{slower}}.',
    parkinson_other:
      'Из {{count}} выполненных задач с оценкой быстрее 0,9 оценки: {{faster}}, дольше 1,2 оценки: {{slower}}.',
    diminishing_returns:
      'Карьера заняла {{career}} % своей цели, а отдых получил {{recovery}} % своей.',
    yerkes_dodson_one:
      '{{within}} из {{count}} выполненной задачи с оценкой уложилась в 110 % оценки.',
    yerkes_dodson_few:
      '{{within}} из {{count}} выполненных задач с оценкой уложились в 110 % оценки.',
    yerkes_dodson_many:
      '{{within}} из {{count}} выполненных задач с оценкой уложились в 110 % оценки.',
    yerkes_dodson_other:
      '{{within}} из {{count}} выполненных задач с оценкой уложились в 110 % оценки.',
    pomodoro_one: '{{count}} сеанс фокуса без перерывов от 25 до 50 минут.',
    pomodoro_few: '{{count}} сеанса фокуса без перерывов от 25 до 50 минут.',
    pomodoro_many: '{{count}} сеансов фокуса без перерывов от 25 до 50 минут.',
    pomodoro_other: '{{count}} сеанса фокуса без перерывов от 25 до 50 минут.',
    deep_work: 'Сеанс фокуса без перерывов: {{time}}.',
    time_blocking_one:
      '{{within}} из {{count}} выполненной задачи с оценкой отклонилась от неё не больше чем на 20 %.',
    time_blocking_few:
      '{{within}} из {{count}} выполненных задач с оценкой отклонились от неё не больше чем на 20 %.',
    time_blocking_many:
      '{{within}} из {{count}} выполненных задач с оценкой отклонились от неё не больше чем на 20 %.',
    time_blocking_other:
      '{{within}} из {{count}} выполненных задач с оценкой отклонились от неё не больше чем на 20 %.',
    habit_stacking_one: 'За день сделана {{count}} запланированная привычка.',
    habit_stacking_few: 'За день сделаны {{count}} запланированные привычки.',
    habit_stacking_many: 'За день сделано {{count}} запланированных привычек.',
    habit_stacking_other: 'За день сделано {{count}} запланированной привычки.',
    compound_one: 'Самая длинная текущая серия — {{count}} день.',
    compound_few: 'Самая длинная текущая серия — {{count}} дня.',
    compound_many: 'Самая длинная текущая серия — {{count}} дней.',
    compound_other: 'Самая длинная текущая серия — {{count}} дня.',
    focus_blocks_one: '{{count}} выполненная задача заняла 25 минут или больше.',
    focus_blocks_few: '{{count}} выполненные задачи заняли 25 минут или больше.',
    focus_blocks_many: '{{count}} выполненных задач заняли 25 минут или больше.',
    focus_blocks_other: '{{count}} выполненной задачи заняли 25 минут или больше.',
    q2_focus: '{{share}} % из {{time}} этого дня пришлось на Q2: важно, но не срочно.',
    efficiency_cap: 'Законы вместе дают {{sum}}, засчитывается {{limit}}.',
    priority_none: 'Задачи с высоким или средним приоритетом не выполнены.',
    priority: 'Выполнено с высоким приоритетом: {{high}}, со средним: {{medium}}.',
    scorecard:
      'Результаты {{deliverables}}, навыки {{skills}}, культура {{culture}} — из 100 каждая.',
    scorecard_noCulture:
      'Результаты {{deliverables}}, навыки {{skills}} — из 100; культуры пока нет.',
  },
  suggestion: {
    log_habit: '{{habit}}: ещё {{amount}}',
    check_habit: '{{habit}}: сделать и отметить',
    complete_task: 'Выполнить «{{task}}»',
    complete_task_in: 'Выполнить «{{task}}» за {{time}}, оставшиеся от оценки',
    add_estimate: 'Оценить, сколько займёт «{{task}}»',
    add_task: 'Выполнить ещё одну задачу с высоким приоритетом',
    pomodoro: '{{habit}}: фокус без перерывов, {{time}} сеансами по 25 минут',
    deep_work: '{{habit}}: фокус без перерывов, {{time}}',
  },
} as const;
