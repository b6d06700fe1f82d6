import { useEffect } from 'react';
import { AuthLayout, useSignedIn } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { routes } from '@/lib/routes';
import { ButtonLink } from '@/ui/Button';
import type { Refusal } from '../refusal';

/** An invitation that nobody can accept (any more), and what to do instead. */
export function RefusedInvitation({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation();
  const signedIn = useSignedIn();
  // Signing in does not lead back to it.
  useEffect(() => invitationToken.drop(), []);
  return (
    <AuthLayout title={t(`invitation.title_${refusal}`)}>
      <p>{t(`invitation.refused_${refusal}`)}</p>
      <ButtonLink href={signedIn ? routes.today() : routes.signIn()}>
        {t(signedIn ? 'notFound.back' : 'auth.signIn')}
      </ButtonLink>
    </AuthLayout>
  );
}
