import { createContext, use } from 'react';

/** What a session can be spent on. */
export interface FocusSubject {
  of: 'habit' | 'task';
  id: string;
  name: string;
}

/** Opens the start of a session: on a subject, or on one to be chosen. Null where none can start. */
export type OpenFocus = (subject?: Pick<FocusSubject, 'of' | 'id'>) => void;

export const FocusContext = createContext<OpenFocus | null>(null);

export const useOpenFocus = (): OpenFocus | null => use(FocusContext);
