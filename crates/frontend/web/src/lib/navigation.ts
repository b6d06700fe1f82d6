/** How the address that is shown was come to. */
export type Arrival = 'load' | 'link' | 'history';

let arrival: Arrival = 'load';

// The router announces its own pushes and replacements as events of these names.
window.addEventListener('pushState', () => {
  arrival = 'link';
});
window.addEventListener('popstate', () => {
  arrival = 'history';
});

/** For what takes the place of another page without a step of the router. */
export function noteArrival(by: Arrival): void {
  arrival = by;
}

export function lastNavigation(): Arrival {
  return arrival;
}
