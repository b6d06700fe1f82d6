import type { Messages } from '@lingui/core';

const catalogues = import.meta.glob<Messages>('/src/**/messages/ru.po', {
  eager: true,
  import: 'messages',
});

/** All messages of the app in Russian, compiled. */
export const messages = Object.values(catalogues).reduce((all, some) => ({ ...all, ...some }));
