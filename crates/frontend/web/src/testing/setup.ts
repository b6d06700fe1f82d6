import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import 'fake-indexeddb/auto';
import { loadLaterMessages } from '@/lib/i18n';

// Generous, for a machine under load.
configure({ asyncUtilTimeout: 30_000 });

// Tests render any page, or a part of one.
await loadLaterMessages();

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
