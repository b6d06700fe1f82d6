import { useLocation } from 'wouter';
import { useLogout } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';

export function SignOutButton() {
  const { t } = useTranslation();
  const logout = useLogout();
  const [, navigate] = useLocation();
  const signOut = async () => {
    await logout.mutateAsync('here');
    navigate(routes.signIn());
  };
  return (
    <Button
      variant="quiet"
      icon="signOut"
      loading={logout.isPending}
      onClick={() => leaving.ask(() => void signOut())}
    >
      {t('app.signOut')}
    </Button>
  );
}
