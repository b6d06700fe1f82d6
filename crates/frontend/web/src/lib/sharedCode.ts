import { PATHS } from './routes';
import { takeParameter } from './takeParameter';

/** The pages whose links have a code: of a person, and of a team. */
const PAGES = [PATHS.friends, PATHS.teams] as const;

export type SharedPage = (typeof PAGES)[number];

const page = PAGES.find((path) => path === window.location.pathname) ?? null;
/** The code of a shared link, taken from the URL when the app starts. */
let code = page && takeParameter('code');

/** It outlives signing in or up, until it is used. */
export const sharedCode = {
  /** The page that has a code waiting. */
  page: (): SharedPage | null => (code === null ? null : page),
  /** The code that waits for a page. */
  held: (by: SharedPage): string | null => (by === page ? code : null),
  drop: (): void => {
    code = null;
  },
};
