import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { SupportMessage, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { QueryProblem } from '@/ui/QueryBoundary';
import { useMessages } from '../api/listMessages';
import { useReadMessages } from '../api/readMessages';
import text from '@/ui/text.module.css';
import styles from './MessagesCard.module.css';

const SHOWN_AT_ONCE = 5;
const MORE = 20;

/** Messages of support, if there are any. */
export function MessagesCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const messages = useMessages();
  if (messages.data) {
    const received = messages.data.messages;
    return received.length > 0 && <Messages messages={received} user={user} />;
  }
  return messages.isError && <QueryProblem query={messages} title={t('friends.messagesFailed')} />;
}

interface MessagesProps {
  messages: readonly SupportMessage[];
  user: User;
}

function Messages({ messages, user }: MessagesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [count, setCount] = useState(SHOWN_AT_ONCE);
  const list = useReadWhenSeen(messages);
  return (
    <Card title={t('friends.messages')}>
      <ul ref={list} aria-label={t('friends.messages')}>
        {messages.slice(0, count).map(({ id, from, text: words, at, read }) => (
          <li key={id} className={styles.message} data-unread={!read}>
            <p className={styles.head}>
              <Link className={styles.from} href={routes.friend(from.id)}>
                <bdi>{from.name}</bdi>
              </Link>
              {!read && <span className={styles.new}>{t('friends.unread')}</span>}
              <time className={text.hint} dateTime={at}>
                {format.moment(at, user.timeZone)}
              </time>
            </p>
            <p dir="auto">
              <bdi>{words}</bdi>
            </p>
          </li>
        ))}
      </ul>
      {messages.length > count && (
        <Button variant="quiet" onClick={() => setCount(count + MORE)}>
          {t('friends.more', { count: messages.length - count })}
        </Button>
      )}
    </Card>
  );
}

/** Marks the messages as read once their list, which gets the ref, is on the screen. */
function useReadWhenSeen(messages: readonly SupportMessage[]) {
  const list = useRef<HTMLUListElement>(null);
  const { mutate } = useReadMessages();
  const markRead = useEffectEvent(() => mutate());
  useEffect(() => {
    if (!list.current || messages.every(({ read }) => read)) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      markRead();
    });
    observer.observe(list.current);
    return () => observer.disconnect();
  }, [messages]);
  return list;
}
