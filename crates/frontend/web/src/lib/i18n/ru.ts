import type { Messages } from '@lingui/core';

const catalogues = import.meta.glob<Messages>(
  [
    '/src/lib/i18n/messages/ru.po',
    '/src/features/{auth,days,exceptions,firstRun,focus,kpi,realtime,recalculation}/messages/ru.po',
  ],
  { eager: true, import: 'messages' },
);

/** What the first load needs in Russian, compiled. */
export const messages = Object.values(catalogues).reduce((all, some) => ({ ...all, ...some }));
