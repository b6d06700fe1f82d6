/**
 * The token of a link from a mail. It is removed from the URL when the app starts, so that it does not
 * get into the history, a copied URL or a report.
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
