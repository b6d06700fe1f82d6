import { useLocation } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { Invitation } from '@/api/types';
import { FormProblem, useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useAcceptInvitation } from '../api/acceptInvitation';
import { destinationOf } from '../destination';
import { codeOf, refusalOf } from '../refusal';
import { InvitationForAnother } from './InvitationForAnother';
import { InvitationLayout } from './InvitationLayout';
import { RefusedInvitation } from './RefusedInvitation';
import landing from './landing.module.css';

interface AcceptInvitationProps {
  token: string;
  invitation: Invitation;
}

/** The invitation of somebody who is signed in. */
export function AcceptInvitation({ token, invitation }: AcceptInvitationProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [, navigate] = useLocation();
  const me = useMe();
  const accept = useAcceptInvitation(token);
  const { inviter, email } = invitation;
  const team = invitation.team ?? '';

  const refusal = refusalOf(accept.error);
  if (refusal) return <RefusedInvitation refusal={refusal} />;
  // Of a link that was not mailed the server alone knows the address.
  const isForAnother =
    codeOf(accept.error) === 'invitation-for-another' ||
    (email !== null && me.data !== undefined && me.data.email !== email);
  if (isForAnother) return <InvitationForAnother invitation={invitation} />;

  const leave = (to: string) => {
    invitationToken.drop();
    noteArrival('link');
    navigate(to, { replace: true });
  };
  return (
    <InvitationLayout invitation={invitation}>
      {me.data && <p>{t('invitation.signedIn', { email: me.data.email })}</p>}
      <FormProblem>{accept.error && problemText(accept.error)}</FormProblem>
      <div className={landing.buttons}>
        <Button
          variant="primary"
          loading={accept.isPending}
          onClick={() =>
            accept.mutate(undefined, {
              onSuccess: ({ target }) => {
                leave(destinationOf(target));
                showToast(t(`invitation.accepted_${target.kind}`, { inviter, team }));
              },
              // Another page may take the place of this one.
              onError: () => noteArrival('link'),
            })
          }
        >
          {t('invitation.accept')}
        </Button>
        <Button onClick={() => leave(routes.today())}>{t('invitation.notNow')}</Button>
      </div>
    </InvitationLayout>
  );
}
