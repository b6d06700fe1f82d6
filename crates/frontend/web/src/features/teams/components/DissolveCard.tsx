import { useState } from 'react';
import { useLocation } from 'wouter';
import * as v from 'valibot';
import { useRequestForm } from '@/api/useRequestForm';
import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { showToast } from '@/ui/toasts';
import { useDissolveTeam } from '../api/dissolveTeam';
import dialogContent from '@/ui/dialogContent.module.css';
import styles from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** Deletes a team with all that belongs to it. */
export function DissolveCard({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  return (
    <Card title={t('team.dissolve')}>
      <div className={styles.root}>
        <p className={text.hint}>{t('team.dissolveHint')}</p>
        <Button variant="danger" onClick={() => leaving.ask(() => setAsked(true))}>
          {t('team.dissolveOpen')}
        </Button>
      </div>
      {asked && <DissolveDialog team={team} onClose={() => setAsked(false)} />}
    </Card>
  );
}

/** It can't be undone, so the leader has to type the name. */
function DissolveDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const dissolve = useDissolveTeam(team.id);
  const { name } = team;
  const form = useRequestForm({
    schema: v.object({
      name: v.pipe(
        v.string(),
        v.trim(),
        v.check((typed) => typed === name, 'team.nameDiffers'),
      ),
    }),
    defaultValues: { name: '' },
    send: async () => {
      await dissolve.mutateAsync();
      noteArrival('link');
      navigate(routes.teams(), { replace: true });
      showToast(t('team.dissolved', { name }));
    },
  });
  return (
    <Dialog title={t('team.dissolveTitle', { name })} onClose={onClose}>
      <Form className={dialogContent.stack} onSubmit={form.submit}>
        <p>{t('team.dissolveHint')}</p>
        <TextField
          label={t('team.dissolveConfirm', { name })}
          autoComplete="off"
          {...form.text('name')}
        />
        <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
        <div className={dialogContent.actions}>
          <Button variant="danger" type="submit" loading={dissolve.isPending}>
            {t('team.dissolveOpen')}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
