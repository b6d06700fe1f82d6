import { PATHS } from './routes';
import { takeParameter } from './takeParameter';

/** The friend code of a shared link, taken from the URL when the app starts. */
let code = window.location.pathname === PATHS.friends ? takeParameter('code') : null;

/** It outlives signing in or up, until somebody is asked. */
export const sharedCode = {
  held: (): string | null => code,
  drop: (): void => {
    code = null;
  },
};
