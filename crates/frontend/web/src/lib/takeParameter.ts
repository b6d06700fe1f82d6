/** A parameter of the URL, which is removed from it: from the history, a copied URL and reports. */
export function takeParameter(name: string): string | null {
  const address = new URL(window.location.href);
  const value = address.searchParams.get(name);
  if (value === null) return null;
  address.searchParams.delete(name);
  window.history.replaceState(window.history.state, '', address);
  return value === '' ? null : value;
}
