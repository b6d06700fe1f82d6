import { useState } from 'react';
import type { Team, TeamActivityEntry, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { NextPageButton } from '@/ui/NextPageButton';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useActivity } from '../api/listActivity';
import { useRemoveTeamMessage } from '../api/removeTeamMessage';
import { useActivityText } from '../useActivityText';
import { useModerates } from '../useModerates';
import text from '@/ui/text.module.css';
import styles from './FeedCard.module.css';

/** What happened, the latest first. */
export function FeedCard({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const feed = useActivity(team.id);
  const moderates = useModerates(team, user.id);
  const [asked, setAsked] = useState<TeamActivityEntry | null>(null);
  return (
    <Card title={t('teamFeed.title')}>
      <QueryBoundary
        query={feed}
        errorTitle={t('teamFeed.loadFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <p className={text.hint}>{t('teamFeed.empty')}</p>
          ) : (
            <ol aria-label={t('teamFeed.title')}>
              {entries.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  user={user}
                  onRemove={
                    entry.kind === 'message' &&
                    (entry.person.id === user.id || moderates(entry.person.id))
                      ? () => leaving.ask(() => setAsked(entry))
                      : null
                  }
                />
              ))}
            </ol>
          );
        }}
      </QueryBoundary>
      <NextPageButton query={feed} label={t('teamFeed.earlier')} />
      {asked && (
        <RemoveDialog
          team={team}
          entry={asked}
          isOwn={asked.person.id === user.id}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}

interface EntryProps {
  entry: TeamActivityEntry;
  user: User;
  /** Null for an entry that the user may not remove. */
  onRemove: (() => void) | null;
}

function Entry({ entry, user, onRemove }: EntryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const activityText = useActivityText();
  const { kind, text: words, at, person } = entry;
  return (
    <li className={styles.entry} data-kind={kind}>
      <div className={styles.body}>
        <p className={styles.head}>
          <span className={styles.what}>{activityText(entry, user.id)}</span>
          <time className={text.hint} dateTime={at}>
            {format.moment(at, user.timeZone)}
          </time>
        </p>
        {words !== null && (
          <p dir="auto" className={styles.words}>
            <bdi>{words}</bdi>
          </p>
        )}
      </div>
      {onRemove && (
        <IconButton
          icon="trash"
          label={t('teamFeed.removeOf', { name: person.name })}
          onClick={onRemove}
        />
      )}
    </li>
  );
}

interface RemoveDialogProps {
  team: Team;
  entry: TeamActivityEntry;
  isOwn: boolean;
  onClose: () => void;
}

function RemoveDialog({ team, entry, isOwn, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const remove = useRemoveTeamMessage(team.id);
  return (
    <ConfirmDialog
      title={t('teamFeed.removeTitle')}
      hint={
        isOwn
          ? t('teamFeed.removeHint')
          : t('teamFeed.removeHintLogged', { name: entry.person.name })
      }
      confirm={t('teamFeed.remove')}
      action={remove}
      onConfirm={() =>
        remove.mutate(entry.id, {
          onSuccess: () => {
            showToast(t('teamFeed.removed'));
            onClose();
          },
        })
      }
      onClose={onClose}
    />
  );
}
