import type { LinguiConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

/** Messages have ids that stand in the code, `t('day.save')`; each feature holds its own. */
export default {
  locales: ['en', 'ru'],
  sourceLocale: 'en',
  fallbackLocales: false,
  format: formatter({ explicitIdAsDefault: true, origins: false }),
  catalogs: [
    { path: '<rootDir>/src/lib/i18n/messages/{locale}', include: ['<rootDir>/src'] },
    {
      path: '<rootDir>/src/features/{name}/messages/{locale}',
      include: ['<rootDir>/src/features/{name}'],
    },
  ],
} satisfies LinguiConfig;
