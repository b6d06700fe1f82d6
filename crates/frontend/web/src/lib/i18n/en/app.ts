export const app = {
  name: 'KPI Productivity',
  skip: 'Skip to content',
  loading: 'Loading',
  navigation: 'Main',
  signOut: 'Sign out',
  offline: 'You are offline. What you enter is kept on this device and saved when you are back.',
  offlineNotKept:
    'You are offline, and this device can’t keep what you enter. Keep this page open until it is saved.',
  notKept: 'This device can’t keep what you enter. Keep this page open until it is saved.',
  close: 'Close',
  undo: 'Undo',
  notices: 'Notices',
  showTable: 'Show as table',
  showChart: 'Show as chart',
  asTable: 'As table',
  asChart: 'As chart',
  none: '–',
} as const;

export const nav = { today: 'Today', year: 'Year', settings: 'Settings', more: 'More' } as const;

export const unit = { hour: 'h', minute: 'min' } as const;

export const recalculation = {
  progress: 'Recalculating your days: {{done}} of {{total}}',
  started: 'Your days are being recalculated.',
  finished: 'Your days are recalculated. The numbers are up to date.',
  more: 'More',
} as const;

export const notFound = {
  title: 'Page not found',
  hint: 'The address may be old or mistyped.',
  back: 'Go to Today',
} as const;

export const leave = {
  title: 'Leave without saving?',
  hint: 'What you changed here is not saved yet.',
  stay: 'Stay here',
  leave: 'Leave without saving',
} as const;
