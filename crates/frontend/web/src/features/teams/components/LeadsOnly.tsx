import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { EmptyPage } from '@/ui/EmptyPage';

/** In place of what a member without a role does not see, or not any more. */
export function LeadsOnly({ team }: { team: Team }) {
  const { t } = useTranslation();
  return (
    <EmptyPage
      title={t('team.leadsOnlyTitle')}
      link={{ href: routes.team(team.id), label: t('team.backToTeam', { team: team.name }) }}
    >
      {t('team.leadsOnly')}
    </EmptyPage>
  );
}
