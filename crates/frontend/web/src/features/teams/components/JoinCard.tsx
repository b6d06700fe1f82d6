import { useLocation } from 'wouter';
import { ApiProblem } from '@/api/problem';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { PATHS, routes } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { showToast } from '@/ui/toasts';
import { joinSchema, useJoinTeam } from '../api/joinTeam';
import form from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** Joins the team with a code. That of a shared link is filled in, and waits for the button. */
export function JoinCard() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const join = useJoinTeam();
  const request = useRequestForm({
    schema: joinSchema,
    defaultValues: { code: sharedCode.held(PATHS.teams) ?? '' },
    send: async (body) => {
      const { id, name } = await join.mutateAsync(body);
      sharedCode.drop();
      navigate(routes.team(id));
      showToast(t('teams.joined', { name }));
    },
  });
  const { error, ...code } = request.text('code');
  const isNobodys = join.error instanceof ApiProblem && join.error.status === 404;
  return (
    <Card title={t('teams.join')}>
      <Form className={form.root} onSubmit={request.submit}>
        <TextField
          label={t('teams.code')}
          hint={t('teams.codeHint')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          {...code}
          error={error ?? (isNobodys ? t('teams.noTeam') : undefined)}
        />
        <div role="alert">
          {request.problem && !isNobodys && <p className={text.error}>{request.problem}</p>}
        </div>
        <Button variant="primary" type="submit" loading={join.isPending}>
          {t('teams.joinButton')}
        </Button>
      </Form>
    </Card>
  );
}
