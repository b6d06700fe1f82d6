import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { EmptyPage } from '@/ui/EmptyPage';

/** In place of somebody who is no friend: removed meanwhile, or never one. */
export function GoneFriend() {
  const { t } = useTranslation();
  return (
    <EmptyPage
      title={t('friend.goneTitle')}
      link={{ href: routes.friends(), label: t('friend.backToFriends') }}
    >
      {t('friend.gone')}
    </EmptyPage>
  );
}
