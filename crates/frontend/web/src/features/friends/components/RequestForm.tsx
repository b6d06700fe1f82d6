import { useState } from 'react';
import { ApiProblem } from '@/api/problem';
import type { Person } from '@/api/types';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { PATHS } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { useFriends } from '../api/listFriends';
import { requestSchema, useRequestFriend } from '../api/requestFriend';
import text from '@/ui/text.module.css';
import styles from './RequestForm.module.css';

interface Result {
  outcome: 'requested' | 'friends';
  person: Person;
}

/** Asks the person with a code. That of a shared link is filled in, and waits for the button. */
export function RequestForm() {
  const { t } = useTranslation();
  const request = useRequestFriend();
  const [result, setResult] = useState<Result | null>(null);
  const form = useRequestForm({
    schema: requestSchema,
    defaultValues: { code: sharedCode.held(PATHS.friends) ?? '' },
    send: async (body) => {
      setResult(null);
      setResult(await request.mutateAsync(body));
      sharedCode.drop();
      form.reset({ code: '' });
    },
  });
  const { data: friends } = useFriends();
  const isAnswered =
    result?.outcome === 'requested' &&
    friends?.outgoing.every(({ id }) => id !== result.person.id) === true;
  const { error, ...code } = form.text('code');
  const isNobody = request.error instanceof ApiProblem && request.error.status === 404;
  return (
    <Card title={t('friends.ask')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <TextField
          label={t('friends.code')}
          hint={t('friends.codeHint')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          {...code}
          error={error ?? (isNobody ? t('friends.nobody') : undefined)}
        />
        <div role="alert">
          {form.problem && !isNobody && <p className={text.error}>{form.problem}</p>}
        </div>
        <Button variant="primary" type="submit" loading={request.isPending}>
          {t('friends.send')}
        </Button>
      </Form>
      <p className={styles.result} role="status">
        {result &&
          !isAnswered &&
          t(`friends.outcome_${result.outcome}`, { name: result.person.name })}
      </p>
    </Card>
  );
}
