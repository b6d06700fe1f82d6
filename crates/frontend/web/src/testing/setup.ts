import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// An upper limit, for a machine that does something else as well.
configure({ asyncUtilTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
