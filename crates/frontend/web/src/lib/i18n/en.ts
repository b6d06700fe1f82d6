import type { Messages } from '@lingui/core';

const catalogues = import.meta.glob<Messages>('/src/**/messages/en.po', {
  eager: true,
  import: 'messages',
});

/** All messages of the app in English, compiled. */
export const messages = Object.values(catalogues).reduce((all, some) => ({ ...all, ...some }));
