import { useLocation } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Form } from '@/ui/Form';
import { useCreateTeam } from '../api/createTeam';
import { useTeamForm } from '../useTeamForm';
import { TeamFields } from './TeamFields';
import styles from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** Creates a team, and leads to its members, to invite some. */
export function CreateTeamCard() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const create = useCreateTeam();
  const form = useTeamForm({
    defaultValues: { name: '', description: '' },
    send: async (body) => {
      const { id } = await create.mutateAsync(body);
      navigate(routes.teamTab(id, 'members'));
    },
  });
  return (
    <Card title={t('teams.create')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <p className={text.hint}>{t('teams.createHint')}</p>
        <TeamFields form={form} />
        <Button variant="primary" type="submit" loading={create.isPending}>
          {t('teams.createButton')}
        </Button>
      </Form>
    </Card>
  );
}
