import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import 'fake-indexeddb/auto';

// Generous, for a machine under load.
configure({ asyncUtilTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
