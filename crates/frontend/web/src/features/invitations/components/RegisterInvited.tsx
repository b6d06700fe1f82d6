import { useLocation } from 'wouter';
import type { Invitation } from '@/api/types';
import { AuthLayout, OtherWay, SignUpForm } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { ButtonLink } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useRegisterInvited } from '../api/registerInvited';
import { destinationOf } from '../destination';
import { codeOf, refusalOf } from '../refusal';
import { InvitationLayout } from './InvitationLayout';
import { RefusedInvitation } from './RefusedInvitation';

interface RegisterInvitedProps {
  token: string;
  invitation: Invitation;
}

/** The invitation of somebody who has no account, or is not signed in. */
export function RegisterInvited({ token, invitation }: RegisterInvitedProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { target, inviter, team, email, maskedEmail, canRegister } = invitation;
  const register = useRegisterInvited(token, () => {
    invitationToken.drop();
    navigate(destinationOf(target), { replace: true });
  });

  const refusal = refusalOf(register.error);
  if (refusal) return <RefusedInvitation refusal={refusal} />;
  if (codeOf(register.error) === 'email-taken') {
    return (
      <AuthLayout title={t('invitation.title_taken')}>
        <p>{t('invitation.taken')}</p>
        <ButtonLink variant="primary" href={routes.signIn()}>
          {t('auth.signIn')}
        </ButtonLink>
      </AuthLayout>
    );
  }
  if (!canRegister) {
    return (
      <InvitationLayout invitation={invitation}>
        <p>{t('invitation.accountsOnly')}</p>
        <ButtonLink variant="primary" href={routes.signIn()}>
          {t('auth.signIn')}
        </ButtonLink>
      </InvitationLayout>
    );
  }
  return (
    <InvitationLayout invitation={invitation}>
      <OtherWay question={t('auth.haveAccount')} to={routes.signIn()}>
        {t('auth.signIn')}
      </OtherWay>
      <SignUpForm
        send={async (input) => {
          // What takes the place of this page gets the focus.
          await register.mutateAsync(input, { onError: () => noteArrival('link') });
          showToast(t(`invitation.accepted_${target.kind}`, { inviter, team: team ?? '' }));
        }}
        loading={register.isPending}
        email={email}
        emailHint={email === null ? t('invitation.addressHint', { email: maskedEmail }) : undefined}
      />
    </InvitationLayout>
  );
}
