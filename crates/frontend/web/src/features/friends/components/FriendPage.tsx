import { clsx } from 'clsx';
import { ApiProblem } from '@/api/problem';
import type { FriendProgress, User } from '@/api/types';
import { useMe } from '@/features/auth';
import { logicalDate } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useProgress } from '../api/getProgress';
import { useFriends } from '../api/listFriends';
import { FriendshipCard } from './FriendshipCard';
import { GoneFriend } from './GoneFriend';
import { ProgressCard } from './ProgressCard';
import { SendMessageCard } from './SendMessageCard';
import { SharedHabitsCard } from './SharedHabitsCard';
import text from '@/ui/text.module.css';
import columns from '@/ui/columns.module.css';

/** A friend, as far as they show themselves. */
export function FriendPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const progress = useProgress(id);
  const { error } = progress;
  // Also of somebody who was a friend until now.
  if (error instanceof ApiProblem && error.status === 404) return <GoneFriend />;
  if (!me.data) return null;
  return (
    <Page>
      <QueryBoundary
        query={progress}
        errorTitle={t('friend.loadFailed')}
        skeleton={
          <CardSkeleton>
            <Skeleton shape="block" />
          </CardSkeleton>
        }
      >
        {(data) => <FriendOf key={id} progress={data} user={me.data} />}
      </QueryBoundary>
    </Page>
  );
}

function FriendOf({ progress, user }: { progress: FriendProgress; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person, habits } = progress;
  const friend = useFriends().data?.friends.find(({ id }) => id === person.id);
  return (
    <>
      <header data-page-inset>
        <PageHeading title={person.name}>
          <bdi>{person.name}</bdi>
        </PageHeading>
        {friend && (
          <p className={text.hint}>
            {t('friend.since', {
              date: format.date(logicalDate(new Date(friend.since), user.timeZone, 0)),
            })}
          </p>
        )}
      </header>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          <ProgressCard
            progress={progress}
            showsNothing={t('friend.showsNothing', { name: person.name })}
          />
          {habits && <SharedHabitsCard habits={habits} />}
        </div>
        <div className={columns.column}>
          <SendMessageCard person={person} />
          {friend && <FriendshipCard friend={friend} />}
        </div>
      </div>
    </>
  );
}
