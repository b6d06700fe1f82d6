import { clsx } from 'clsx';
import { useState } from 'react';
import type { User } from '@/api/types';
import { useMe } from '@/features/auth';
import { InvitationsCard } from '@/features/invitations';
import { useTranslation } from '@/lib/i18n';
import { PATHS } from '@/lib/routes';
import { sharedCode } from '@/lib/sharedCode';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useFriends } from '../api/listFriends';
import { BlockedPeople } from './BlockedPeople';
import { FriendsCard } from './FriendsCard';
import { MessagesCard } from './MessagesCard';
import { OwnCodeCard } from './OwnCodeCard';
import { RequestForm } from './RequestForm';
import { RequestsCard } from './RequestsCard';
import { SharingCard } from './SharingCard';
import columns from '@/ui/columns.module.css';

/** The friends, how one becomes one, and what they see. */
export function FriendsPage() {
  const me = useMe();
  return me.data ? <FriendsOf user={me.data} /> : null;
}

function FriendsOf({ user }: { user: User }) {
  const { t } = useTranslation();
  const friends = useFriends();
  /** Who comes by a shared link asks first; others look at their friends first. */
  const [byLink] = useState(() => sharedCode.held(PATHS.friends) !== null);
  return (
    <Page>
      <PageHeading title={t('friends.title')}>{t('friends.title')}</PageHeading>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          {byLink && <RequestForm />}
          <QueryBoundary
            query={friends}
            errorTitle={t('friends.loadFailed')}
            skeleton={
              <CardSkeleton>
                <Skeleton shape="row" count={3} />
              </CardSkeleton>
            }
          >
            {(data) => (
              <>
                <RequestsCard requests={data} />
                <FriendsCard friends={data.friends} />
              </>
            )}
          </QueryBoundary>
          <MessagesCard user={user} />
        </div>
        <div className={columns.column}>
          {!byLink && <RequestForm />}
          <OwnCodeCard />
          <InvitationsCard target={{ kind: 'friend' }} user={user} />
          <SharingCard />
          {friends.data && <BlockedPeople blocked={friends.data.blocked} />}
        </div>
      </div>
    </Page>
  );
}
