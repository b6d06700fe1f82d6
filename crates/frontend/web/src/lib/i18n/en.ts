import type { Messages } from '@lingui/core';

const catalogues = import.meta.glob<Messages>(
  [
    '/src/lib/i18n/messages/en.po',
    '/src/features/{auth,days,exceptions,firstRun,focus,kpi,realtime,recalculation}/messages/en.po',
  ],
  { eager: true, import: 'messages' },
);

/** What the first load needs in English, compiled. */
export const messages = Object.values(catalogues).reduce((all, some) => ({ ...all, ...some }));
