import { useMutation } from '@tanstack/react-query';
import { type Api, sessionKind } from '@/api/client';
import { fieldError } from '@/api/problem';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import type { Session } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';
import { browserTimeZone } from '@/lib/timeZone';

interface OpenAccountOptions<Input> {
  /** The request that opens the account. */
  send: (api: Api, body: Input & { timeZone?: string; session?: 'cookie' }) => Promise<Session>;
  /** Runs before the session begins, which builds all pages anew. */
  onOpened?: () => void;
}

/** Opens an account in the browser's time zone, and signs in. */
export function useOpenAccount<Input extends object>({
  send,
  onOpened,
}: OpenAccountOptions<Input>) {
  const { api } = useSession();
  return useMutation({
    mutationFn: async (input: Input) => {
      const body = { ...input, ...sessionKind };
      const timeZone = browserTimeZone();
      if (timeZone === undefined) return send(api, body);
      try {
        return await send(api, { ...body, timeZone });
      } catch (error) {
        // The form has no field for it: the server's default is UTC, and the profile says so.
        if (fieldError(error, '/timeZone') === undefined) throw error;
        return send(api, body);
      }
    },
    onSuccess: (opened) => {
      firstRun.begin(opened.user.id);
      onOpened?.();
      openSession(opened);
      noteUsage('Signed up');
    },
  });
}
