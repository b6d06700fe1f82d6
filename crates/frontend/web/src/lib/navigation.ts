/** How the current URL was reached. */
export type Arrival = 'load' | 'link' | 'history';

let arrival: Arrival = 'load';

// The router dispatches its navigations as events of these names.
window.addEventListener('pushState', () => {
  arrival = 'link';
});
window.addEventListener('popstate', () => {
  arrival = 'history';
});

/** For a page that replaces another one without a navigation. */
export function noteArrival(by: Arrival): void {
  arrival = by;
}

export function lastNavigation(): Arrival {
  return arrival;
}
