import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** The MAIL_DIR of the application under test. */
const FOLDER = process.env['E2E_MAIL_DIR'] ?? '../../../data/mail';

/** Decodes quoted-printable (RFC 2045 §6.7). */
function decoded(part: string): string {
  if (!/^Content-Transfer-Encoding: quoted-printable\r?$/im.test(part)) return part;
  return part
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** All mails to an address, newest last. */
export async function mailsTo(address: string): Promise<string[]> {
  const names = (await readdir(FOLDER).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const mails = names.sort().map((name) => readFile(join(FOLDER, name), 'utf8'));
  return (await Promise.all(mails)).filter((mail) => mail.includes(`To: ${address}`));
}

/** The links to a page in all mails to an address, newest last. */
async function linksTo(address: string, page: string): Promise<string[]> {
  const links: string[] = [];
  for (const mail of await mailsTo(address)) {
    const pattern = new RegExp(`https?://[^\\s"<>]+${page}\\?token=[\\w-]+`);
    const link = pattern.exec(mail.split('\n--').map(decoded).join())?.[0];
    if (link) links.push(link);
  }
  return links;
}

/** Waits for a mail with a link to a page, and returns the link. */
export async function mailedLink(address: string, page: string, which = 1): Promise<string> {
  await expect
    .poll(async () => (await linksTo(address, page)).length)
    .toBeGreaterThanOrEqual(which);
  const links = await linksTo(address, page);
  const { pathname, search } = new URL(links[which - 1] ?? '');
  return pathname + search;
}
