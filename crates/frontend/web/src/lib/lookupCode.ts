import type { SharedPage } from './sharedCode';

/** Symbols of Crockford's Base32: those that look alike are one. */
const LOOK_ALIKE: Partial<Record<string, string>> = { O: '0', I: '1', L: '1' };
const CODE = /^[0-9A-HJKMNP-TV-Z]{13}$/;

/** The code in what was typed or pasted, in its groups; of a shared link, the code in it. */
export function readLookupCode(typed: string): string {
  const text = codeOfLink(typed) ?? typed;
  const symbols = text
    .replace(/[\s-]/g, '')
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => LOOK_ALIKE[letter] ?? letter);
  return CODE.test(symbols)
    ? [symbols.slice(0, 4), symbols.slice(4, 8), symbols.slice(8)].join('-')
    : text;
}

export function isLookupCode(text: string): boolean {
  return CODE.test(text.replaceAll('-', ''));
}

/** The link to a page that fills the code in for whoever opens it. */
export function linkOfCode(page: SharedPage, code: string): string {
  const link = new URL(page, window.location.origin);
  link.searchParams.set('code', code);
  return link.href;
}

function codeOfLink(text: string): string | null {
  return URL.canParse(text) ? new URL(text).searchParams.get('code') : null;
}
