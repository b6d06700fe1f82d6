import { ApiProblem } from '@/api/problem';
import type { Team, User } from '@/api/types';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { CountedField } from '@/ui/CountedField';
import { Form } from '@/ui/Form';
import { MAX_MESSAGE_LENGTH, teamMessageSchema, useSendTeamMessage } from '../api/sendTeamMessage';
import text from '@/ui/text.module.css';
import styles from './TeamMessageCard.module.css';

/** Writes a message to the team, unless the user is muted. */
export function TeamMessageCard({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const message = useSendTeamMessage(team.id);
  const form = useRequestForm({
    schema: teamMessageSchema,
    defaultValues: { text: '' },
    send: async (body) => {
      await message.mutateAsync(body);
      form.reset();
    },
  });
  useUnsavedEdits(form.isDirty);
  const { mutedUntil } = team.own;
  const refusal = message.error instanceof ApiProblem ? message.error : null;
  const problem =
    refusal?.code === 'too-many-attempts'
      ? t('teamFeed.tooMany', { wait: format.wait(refusal.retryAfter ?? 60) })
      : // Of the mute the field tells.
        refusal?.code !== 'muted' && form.problem;
  return (
    <Card title={t('teamFeed.write')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <CountedField
          label={t('teamFeed.message')}
          hint={
            mutedUntil
              ? t('teamFeed.muted', { until: format.moment(mutedUntil, user.timeZone) })
              : undefined
          }
          autoComplete="off"
          typed={form.values.text}
          most={MAX_MESSAGE_LENGTH}
          required
          disabled={mutedUntil !== null}
          {...form.text('text')}
        />
        <div role="alert">{problem && <p className={text.error}>{problem}</p>}</div>
        <Button
          variant="primary"
          type="submit"
          disabled={mutedUntil !== null}
          loading={message.isPending}
        >
          {t('teamFeed.send')}
        </Button>
      </Form>
    </Card>
  );
}
