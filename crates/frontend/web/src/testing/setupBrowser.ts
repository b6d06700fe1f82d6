import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadLaterMessages } from '@/lib/i18n';
import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/base.css';

// Tests render any page, or a part of one.
await loadLaterMessages();

afterEach(() => {
  cleanup();
  localStorage.clear();
});
