import { useState } from 'react';
import { AuthLayout, useSignedIn } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { Loading } from '@/ui/Loading';
import { QueryProblem } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useInvitation } from '../api/lookUpInvitation';
import { refusalOf } from '../refusal';
import { AcceptInvitation } from './AcceptInvitation';
import { RefusedInvitation } from './RefusedInvitation';
import { RegisterInvited } from './RegisterInvited';

/** The page of an invitation's link, for who is signed in and for others. */
export function InvitationPage() {
  const [token] = useState(() => invitationToken.held());
  return token === null ? (
    <RefusedInvitation refusal="incomplete" />
  ) : (
    <InvitationOf token={token} />
  );
}

function InvitationOf({ token }: { token: string }) {
  const { t } = useTranslation();
  const signedIn = useSignedIn();
  const lookedUp = useInvitation(token);
  const { data: invitation, error } = lookedUp;
  const refusal = refusalOf(error);
  if (refusal) return <RefusedInvitation refusal={refusal} />;
  if (invitation) {
    return signedIn ? (
      <AcceptInvitation token={token} invitation={invitation} />
    ) : (
      <RegisterInvited token={token} invitation={invitation} />
    );
  }
  return (
    <AuthLayout title={t('invitation.title')}>
      {error ? (
        <QueryProblem query={lookedUp} title={t('invitation.loadFailed')} />
      ) : (
        <Loading>
          <Skeleton count={2} />
          <Skeleton shape="row" count={3} />
        </Loading>
      )}
    </AuthLayout>
  );
}
