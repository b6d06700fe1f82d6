import { takeParameter } from './takeParameter';

/** The token of a link from a mail, taken from the URL when the app starts. */
export const linkToken = takeParameter('token');
