import { useState } from 'react';
import { useLocation } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { Friend } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Switch } from '@/ui/Switch';
import { showToast } from '@/ui/toasts';
import { useMuteFriend } from '../api/muteFriend';
import { useRemoveFriend } from '../api/removeFriend';
import { BlockDialog } from './BlockDialog';
import styles from './FriendshipCard.module.css';

/** Hides the messages of a friend, ends the friendship, or blocks the person. */
export function FriendshipCard({ friend }: { friend: Friend }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [, navigate] = useLocation();
  const mute = useMuteFriend(friend.id);
  const remove = useRemoveFriend();
  // Local state, so that the switch changes before the cache notifies.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [asked, setAsked] = useState<'remove' | 'block' | null>(null);
  const { id, name } = friend;
  const close = () => setAsked(null);
  const leave = () => {
    noteArrival('link');
    navigate(routes.friends(), { replace: true });
  };
  return (
    <Card title={t('friend.friendship', { name })}>
      <div className={styles.root}>
        <Switch
          label={t('friend.mute')}
          on={chosen ?? friend.muted}
          onChange={(muted) => {
            setChosen(muted);
            mute.mutate(muted, {
              onError: (error) => showToast(problemText(error)),
              onSettled: () => setChosen(null),
            });
          }}
        >
          {t('friend.muteHint', { name })}
        </Switch>
        <div className={styles.buttons}>
          <Button onClick={() => leaving.ask(() => setAsked('remove'))}>
            {t('friend.remove')}
          </Button>
          <Button variant="danger" onClick={() => leaving.ask(() => setAsked('block'))}>
            {t('friends.block')}
          </Button>
        </div>
      </div>
      {asked === 'block' && <BlockDialog person={friend} onBlocked={leave} onClose={close} />}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('friend.removeTitle', { name })}
          hint={t('friend.removeHint')}
          confirm={t('friend.removeConfirm')}
          action={remove}
          onConfirm={() =>
            remove.mutate(id, {
              onSuccess: () => {
                showToast(t('friend.removed', { name }));
                leave();
              },
            })
          }
          onClose={close}
        />
      )}
    </Card>
  );
}
