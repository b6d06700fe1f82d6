import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { EmptyPage } from '@/ui/EmptyPage';

/** In place of a team that the user is not in: removed meanwhile, or never a member. */
export function GoneTeam() {
  const { t } = useTranslation();
  return (
    <EmptyPage
      title={t('team.goneTitle')}
      link={{ href: routes.teams(), label: t('team.backToTeams') }}
    >
      {t('team.gone')}
    </EmptyPage>
  );
}
