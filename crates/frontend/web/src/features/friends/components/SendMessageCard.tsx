import { ApiProblem } from '@/api/problem';
import type { Person } from '@/api/types';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { CountedField } from '@/ui/CountedField';
import { Form } from '@/ui/Form';
import { showToast } from '@/ui/toasts';
import { MAX_MESSAGE_LENGTH, messageSchema, useSendMessage } from '../api/sendMessage';
import text from '@/ui/text.module.css';
import styles from './RequestForm.module.css';

/** Sends a message of support. */
export function SendMessageCard({ person: { id, name } }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const message = useSendMessage(id);
  const form = useRequestForm({
    schema: messageSchema,
    defaultValues: { text: '' },
    send: async (body) => {
      await message.mutateAsync(body);
      showToast(t('friend.sent', { name }));
      form.reset();
    },
  });
  useUnsavedEdits(form.isDirty);
  const { error } = message;
  const problem =
    error instanceof ApiProblem && error.code === 'too-many-attempts'
      ? t('friend.tooManyMessages', { wait: format.wait(error.retryAfter ?? 60) })
      : form.problem;
  return (
    <Card title={t('friend.support')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <CountedField
          label={t('friend.message', { name })}
          autoComplete="off"
          typed={form.values.text}
          most={MAX_MESSAGE_LENGTH}
          required
          {...form.text('text')}
        />
        <div role="alert">{problem && <p className={text.error}>{problem}</p>}</div>
        <Button variant="primary" type="submit" loading={message.isPending}>
          {t('friend.send')}
        </Button>
      </Form>
    </Card>
  );
}
