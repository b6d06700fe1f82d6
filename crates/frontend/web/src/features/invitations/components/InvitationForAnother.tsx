import { useLocation } from 'wouter';
import type { Invitation } from '@/api/types';
import { AuthLayout, useLogout, useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import landing from './landing.module.css';

/** Tells somebody with another address for whom it is. It waits in the tab while they sign out. */
export function InvitationForAnother({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const me = useMe();
  const logout = useLogout();
  return (
    <AuthLayout title={t('invitation.title_another')}>
      <p>
        {t('invitation.another', { email: invitation.email ?? invitation.maskedEmail })}{' '}
        {me.data && t('invitation.signedIn', { email: me.data.email })}
      </p>
      <div className={landing.buttons}>
        <Button variant="primary" loading={logout.isPending} onClick={() => logout.mutate('here')}>
          {t('invitation.signOut')}
        </Button>
        <Button
          onClick={() => {
            invitationToken.drop();
            navigate(routes.today(), { replace: true });
          }}
        >
          {t('invitation.notNow')}
        </Button>
      </div>
    </AuthLayout>
  );
}
