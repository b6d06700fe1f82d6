import { useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { PATHS, routes } from '@/lib/routes';
import { Card } from '@/ui/Card';
import { CodeForm } from '@/ui/CodeForm';
import { showToast } from '@/ui/toasts';
import { useJoinTeam } from '../api/joinTeam';
import form from '@/ui/form.module.css';

/** Joins the team with a code. */
export function JoinCard() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const join = useJoinTeam();
  return (
    <Card title={t('teams.join')}>
      <CodeForm
        className={form.root}
        page={PATHS.teams}
        label={t('teams.code')}
        hint={t('teams.codeHint')}
        unknown={t('teams.noTeam')}
        button={t('teams.joinButton')}
        request={join}
        send={async (body) => {
          const { id, name } = await join.mutateAsync(body);
          navigate(routes.team(id));
          showToast(t('teams.joined', { name }));
        }}
      />
    </Card>
  );
}
