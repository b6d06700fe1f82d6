import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { FriendRequest, Friends } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { showToast } from '@/ui/toasts';
import { useAcceptRequest } from '../api/acceptRequest';
import { useWithdrawRequest } from '../api/withdrawRequest';
import { BlockDialog } from './BlockDialog';
import text from '@/ui/text.module.css';
import people from './people.module.css';
import styles from './RequestsCard.module.css';

interface RequestsCardProps {
  requests: Pick<Friends, 'incoming' | 'outgoing'>;
}

/** The requests that wait for an answer, in both directions. */
export function RequestsCard({ requests }: RequestsCardProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const accept = useAcceptRequest();
  const withdraw = useWithdrawRequest();
  const [blocking, setBlocking] = useState<FriendRequest | null>(null);
  const { incoming, outgoing } = requests;
  const end = (action: typeof accept, id: string, done: string) =>
    action.mutate(id, {
      onSuccess: () => showToast(done),
      onError: (error) => showToast(problemText(error)),
    });
  const isEnding = (action: typeof accept, id: string) =>
    action.isPending && action.variables === id;

  if (incoming.length + outgoing.length === 0) return null;
  return (
    <Card title={t('friends.requests')}>
      {incoming.length > 0 && (
        <ul aria-label={t('friends.incoming')}>
          {incoming.map((request) => {
            const { id, name } = request;
            return (
              <li key={id} className={people.row}>
                <p>
                  <bdi className={people.name}>{name}</bdi>{' '}
                  <span className={text.hint}>{t('friends.asksYou')}</span>
                </p>
                <div className={people.actions}>
                  <Button
                    variant="primary"
                    aria-label={t('friends.acceptOf', { name })}
                    loading={isEnding(accept, id)}
                    onClick={() => end(accept, id, t('friends.outcome_friends', { name }))}
                  >
                    {t('friends.accept')}
                  </Button>
                  <Button
                    aria-label={t('friends.rejectOf', { name })}
                    loading={isEnding(withdraw, id)}
                    onClick={() => end(withdraw, id, t('friends.rejected', { name }))}
                  >
                    {t('friends.reject')}
                  </Button>
                  <Button
                    variant="quiet"
                    aria-label={t('friends.blockOf', { name })}
                    onClick={() => setBlocking(request)}
                  >
                    {t('friends.block')}
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {outgoing.length > 0 && (
        <ul className={styles.outgoing} aria-label={t('friends.outgoing')}>
          {outgoing.map(({ id, name }) => (
            <li key={id} className={people.row}>
              <p>
                <bdi className={people.name}>{name}</bdi>{' '}
                <span className={text.hint}>{t('friends.isAsked')}</span>
              </p>
              <Button
                aria-label={t('friends.withdrawOf', { name })}
                loading={isEnding(withdraw, id)}
                onClick={() => end(withdraw, id, t('friends.withdrawn', { name }))}
              >
                {t('friends.withdraw')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {blocking && (
        <BlockDialog
          person={blocking}
          onBlocked={() => setBlocking(null)}
          onClose={() => setBlocking(null)}
        />
      )}
    </Card>
  );
}
