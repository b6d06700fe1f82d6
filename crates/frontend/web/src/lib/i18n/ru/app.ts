export const app = {
  name: 'KPI Productivity',
  skip: 'К содержанию',
  loading: 'Загрузка',
  navigation: 'Главное меню',
  signOut: 'Выйти',
  offline:
    'Нет сети. Всё, что вы вводите, хранится на этом устройстве и сохранится, когда связь вернётся.',
  offlineNotKept:
    'Нет сети, и это устройство не может хранить введённое. Не закрывайте страницу, пока оно не сохранится.',
  notKept:
    'Это устройство не может хранить введённое. Не закрывайте страницу, пока оно не сохранится.',
  close: 'Закрыть',
  undo: 'Вернуть',
  notices: 'Сообщения',
  showTable: 'Показать таблицей',
  showChart: 'Показать графиком',
  asTable: 'Таблицей',
  asChart: 'Графиком',
  none: '–',
} as const;

export const nav = { today: 'Сегодня', year: 'Год', settings: 'Настройки', more: 'Ещё' } as const;

export const unit = { hour: 'ч', minute: 'мин' } as const;

export const recalculation = {
  progress: 'Пересчёт ваших дней: {{done}} из {{total}}',
  started: 'Ваши дни пересчитываются.',
  finished: 'Ваши дни пересчитаны. Числа обновлены.',
  more: 'Ещё',
} as const;

export const notFound = {
  title: 'Такой страницы нет',
  hint: 'Адрес устарел или набран с ошибкой.',
  back: 'Перейти к сегодняшнему дню',
} as const;

export const leave = {
  title: 'Уйти без сохранения?',
  hint: 'Ваши изменения здесь ещё не сохранены.',
  stay: 'Остаться',
  leave: 'Уйти без сохранения',
} as const;
