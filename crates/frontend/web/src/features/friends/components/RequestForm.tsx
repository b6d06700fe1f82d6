import { useState } from 'react';
import type { Person } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { PATHS } from '@/lib/routes';
import { Card } from '@/ui/Card';
import { CodeForm } from '@/ui/CodeForm';
import { useFriends } from '../api/listFriends';
import { useRequestFriend } from '../api/requestFriend';
import styles from './RequestForm.module.css';

interface Result {
  outcome: 'requested' | 'friends';
  person: Person;
}

/** Asks the person with a code. */
export function RequestForm() {
  const { t } = useTranslation();
  const request = useRequestFriend();
  const [result, setResult] = useState<Result | null>(null);
  const { data: friends } = useFriends();
  const isAnswered =
    result?.outcome === 'requested' &&
    friends?.outgoing.every(({ id }) => id !== result.person.id) === true;
  return (
    <Card title={t('friends.ask')}>
      <CodeForm
        className={styles.root}
        page={PATHS.friends}
        label={t('friends.code')}
        hint={t('friends.codeHint')}
        unknown={t('friends.nobody')}
        button={t('friends.send')}
        request={request}
        send={async (body) => {
          setResult(null);
          setResult(await request.mutateAsync(body));
        }}
      />
      <p className={styles.result} role="status">
        {result &&
          !isAnswered &&
          t(`friends.outcome_${result.outcome}`, { name: result.person.name })}
      </p>
    </Card>
  );
}
