import { useRef } from 'react';
import { Link } from 'wouter';
import type { Notification, User } from '@/api/types';
import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button, ButtonLink } from '@/ui/Button';
import { Card, CardSkeleton } from '@/ui/Card';
import { NextPageButton } from '@/ui/NextPageButton';
import { EmptyState } from '@/ui/Notice';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useNotifications } from '../api/listNotifications';
import { useReadNotifications } from '../api/readNotifications';
import { NotificationItem } from './NotificationItem';
import target from '@/ui/target.module.css';
import styles from './NotificationsPage.module.css';

/** What the user was told of, the latest first. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const list = useNotifications();
  if (!me.data) return null;
  return (
    <Page>
      <PageHeading title={t('notifications.title')}>{t('notifications.title')}</PageHeading>
      <QueryBoundary
        query={list}
        errorTitle={t('notifications.loadFailed')}
        skeleton={
          <CardSkeleton>
            <Skeleton shape="row" count={5} />
          </CardSkeleton>
        }
      >
        {({ pages }) => {
          const notifications = pages.flatMap((page) => page.notifications);
          return notifications.length === 0 ? (
            <EmptyState
              title={t('notifications.none')}
              action={
                <ButtonLink href={routes.friends()}>{t('notifications.toFriends')}</ButtonLink>
              }
            >
              {t('notifications.noneHint')}
            </EmptyState>
          ) : (
            <List notifications={notifications} unread={pages[0]?.unread ?? 0} user={me.data} />
          );
        }}
      </QueryBoundary>
      <NextPageButton query={list} label={t('notifications.earlier')} />
      <p data-page-inset>
        <Link className={target.root} href={routes.notificationPreferences()}>
          {t('notifications.toPreferences')}
        </Link>
      </p>
    </Page>
  );
}

interface ListProps {
  notifications: readonly Notification[];
  unread: number;
  user: User;
}

function List({ notifications, unread, user }: ListProps) {
  const { t } = useTranslation();
  const read = useReadNotifications();
  const list = useRef<HTMLOListElement>(null);
  const [latest] = notifications;
  const readAll = () => {
    if (latest) read.mutate({ through: latest.id });
    // The button goes with the last unread one.
    list.current?.focus();
  };
  return (
    <Card
      title={t('notifications.latest')}
      aside={
        unread > 0 && (
          <Button variant="quiet" loading={read.isPending} onClick={readAll}>
            {t('notifications.readAll')}
          </Button>
        )
      }
    >
      <ol ref={list} className={styles.list} aria-label={t('notifications.title')} tabIndex={-1}>
        {notifications.map((notification) => (
          <NotificationItem
            key={notification.id}
            notification={notification}
            user={user}
            onOpen={() => {
              if (!notification.read) read.mutate({ ids: [notification.id] });
            }}
          />
        ))}
      </ol>
    </Card>
  );
}
