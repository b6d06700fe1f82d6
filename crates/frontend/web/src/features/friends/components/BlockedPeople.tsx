import { useProblemText } from '@/api/useProblemText';
import type { Person } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useUnblockPerson } from '../api/unblockPerson';
import people from './people.module.css';
import styles from './BlockedPeople.module.css';

/** The people whom the user has blocked, folded. */
export function BlockedPeople({ blocked }: { blocked: readonly Person[] }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const unblock = useUnblockPerson();
  if (blocked.length === 0) return null;
  return (
    <details className={styles.root} data-page-inset>
      <summary className={styles.summary}>
        {t('friends.blocked', { count: blocked.length })}
      </summary>
      <ul>
        {blocked.map(({ id, name }) => (
          <li key={id} className={people.row}>
            <bdi className={people.name}>{name}</bdi>
            <Button
              aria-label={t('friends.unblockOf', { name })}
              loading={unblock.isPending && unblock.variables === id}
              onClick={() =>
                unblock.mutate(id, {
                  onSuccess: () => showToast(t('friends.unblocked', { name })),
                  onError: (error) => showToast(problemText(error)),
                })
              }
            >
              {t('friends.unblock')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
