import { unwrap } from '@/api/client';
import { type RegisterInput, useOpenAccount } from '@/features/auth';

/** Opens the account that an invitation is for, and accepts it. `onOpened` runs before the session begins. */
export function useRegisterInvited(token: string, onOpened: () => void) {
  return useOpenAccount<RegisterInput>({
    send: (api, body) =>
      unwrap(api.POST('/api/invitations/register', { body: { ...body, token } })),
    onOpened,
  });
}
