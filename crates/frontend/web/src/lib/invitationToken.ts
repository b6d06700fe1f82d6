import { linkToken } from './linkToken';
import { PATHS } from './routes';
import { tabStorage } from './storage';

const KEY = 'kpi.invitation';

/** The token of an invitation's link, which was taken from the URL when the app started. */
let token =
  (window.location.pathname === PATHS.invitation ? linkToken : null) ?? tabStorage.get(KEY);
if (token !== null) tabStorage.set(KEY, token);

/** It outlives a reload, and signing in or out, in this tab alone, until the invitation is answered. */
export const invitationToken = {
  held: (): string | null => token,
  drop: (): void => {
    token = null;
    tabStorage.remove(KEY);
  },
};
