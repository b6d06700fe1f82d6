import { useLocation } from 'wouter';
import { useLogout } from '@/features/auth';
import { flushDays } from '@/features/days';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';

/** Signs out once everything that was entered is on the server, as far as it can be reached. */
export function SignOutButton() {
  const { t } = useTranslation();
  const logout = useLogout();
  const [, navigate] = useLocation();
  const signOut = async () => {
    await flushDays();
    await logout.mutateAsync('here');
    navigate('/sign-in');
  };
  return (
    <Button look="quiet" icon="signOut" busy={logout.isPending} onClick={() => void signOut()}>
      {t('app.signOut')}
    </Button>
  );
}
