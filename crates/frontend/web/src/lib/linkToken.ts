/**
 * The secret of a link from a mail. It leaves the address as soon as the app starts, so that neither
 * the history of the browser, nor what is copied from its bar, nor any report holds it.
 */
export const linkToken: string | null = take();

function take(): string | null {
  const address = new URL(window.location.href);
  const token = address.searchParams.get('token');
  if (token === null) return null;
  address.searchParams.delete('token');
  window.history.replaceState(window.history.state, '', address);
  return token === '' ? null : token;
}
