import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { act, render, renderHook } from '@testing-library/react';
import { createElement } from 'react';
import { usePreventScroll } from 'react-aria';
import { Button } from 'react-aria-components';
import { afterEach, expect, it, vi } from 'vitest';

/** The content security policies of the app, from the repository's root. */
const POLICIES = ['crates/common/src/security_headers.rs', 'deploy/vercel/vercel.json'];

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The hashes of the styles in the document, as a content security policy writes them. */
function hashes(): string[] {
  return Array.from(
    document.querySelectorAll('style'),
    ({ textContent }) => `'sha256-${createHash('sha256').update(textContent).digest('base64')}'`,
  );
}

it('the styles that React Aria inserts are those that the content security policy allows', () => {
  // Tests are left out, and one of them is for iPhones.
  vi.stubEnv('NODE_ENV', 'production');
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue('iPhone');
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('AppleWebKit/605.1.15 Safari/604.1');
  render(createElement(Button, null, 'Press'));
  act(() => {
    renderHook(() => usePreventScroll());
  });
  const inserted = hashes();
  expect(inserted).toHaveLength(2);
  for (const file of POLICIES) {
    const policy = readFileSync(`../../../${file}`, 'utf8');
    const allowed = [...policy.matchAll(/'sha256-[^']+'/g)].map(([hash]) => hash);
    expect(allowed.toSorted(), file).toEqual(inserted.toSorted());
  }
});
