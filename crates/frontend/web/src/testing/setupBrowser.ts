import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/base.css';

afterEach(() => {
  cleanup();
  localStorage.clear();
});
