import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Form } from '@/ui/Form';
import { showToast } from '@/ui/toasts';
import { useUpdateTeam } from '../api/updateTeam';
import { useTeamForm } from '../useTeamForm';
import { TeamFields } from './TeamFields';
import styles from '@/ui/form.module.css';

/** The name and the description of a team. */
export function TeamSettingsCard({ team }: { team: Team }) {
  const { t } = useTranslation();
  const update = useUpdateTeam(team.id);
  const form = useTeamForm({
    defaultValues: { name: team.name, description: team.description ?? '' },
    send: async (body) => {
      await update.mutateAsync(body);
      form.reset({ name: body.name, description: body.description ?? '' });
      showToast(t('team.saved'));
    },
  });
  useUnsavedEdits(form.isDirty);
  return (
    <Card title={t('team.about')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <TeamFields form={form} />
        <Button variant="primary" type="submit" loading={update.isPending} resting={!form.isDirty}>
          {t('settings.save')}
        </Button>
      </Form>
    </Card>
  );
}
