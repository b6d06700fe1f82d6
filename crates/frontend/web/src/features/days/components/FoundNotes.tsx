import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import type { ListedDay } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Button, ButtonLink } from '@/ui/Button';
import { CardSkeleton } from '@/ui/Card';
import { EmptyState, ProblemNotice } from '@/ui/Notice';
import { Skeleton } from '@/ui/Skeleton';
import { useNoteSearch } from '../api/searchNotes';
import { occurrencesIn } from '../occurrences';
import target from '@/ui/target.module.css';
import text from '@/ui/text.module.css';
import styles from './FoundNotes.module.css';

/** The days with a text in their note, the newest first; every day with a note for an empty text. */
export function FoundNotes({ searched }: { searched: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useNoteSearch(searched);
  const days = data?.pages.flatMap((page) => page.days) ?? [];
  const count = days.length;
  const list = useRef<HTMLOListElement>(null);
  /** Where the days begin that were asked for. */
  const earlier = useRef<number | null>(null);

  // The button that was pressed may be gone.
  useEffect(() => {
    if (earlier.current === null || earlier.current >= count) return;
    list.current?.children[earlier.current]?.querySelector('a')?.focus();
    earlier.current = null;
  }, [count]);

  if (error) {
    return (
      <ProblemNotice
        title={t('notes.failed')}
        requestId={error instanceof ApiProblem ? error.requestId : null}
        onRetry={() => void refetch()}
      >
        {problemText(error)}
      </ProblemNotice>
    );
  }
  if (!data) {
    return (
      <div role="status" aria-label={t('app.loading')}>
        <CardSkeleton>
          <Skeleton count={4} />
        </CardSkeleton>
      </div>
    );
  }
  return (
    <>
      <p className={text.hint} role="status" data-page-inset>
        {count > 0 && t(hasNextPage ? 'notes.foundMore' : 'notes.found', { count })}
      </p>
      {count === 0 ? (
        <NoNotes searched={searched} />
      ) : (
        <ol className={styles.list} ref={list}>
          {days.map((day) => (
            <FoundNote key={day.date} day={day} searched={searched} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <div data-page-inset>
          <Button
            loading={isFetchingNextPage}
            onClick={() => {
              earlier.current = count;
              void fetchNextPage();
            }}
          >
            {t('notes.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function NoNotes({ searched }: { searched: string }) {
  const { t } = useTranslation();
  return searched === '' ? (
    <EmptyState
      title={t('notes.empty')}
      action={<ButtonLink href={routes.today()}>{t('notes.write')}</ButtonLink>}
    >
      {t('notes.emptyHint')}
    </EmptyState>
  ) : (
    <EmptyState title={t('notes.none', { text: searched })}>{t('notes.noneHint')}</EmptyState>
  );
}

function FoundNote({ day: { date, excerpt }, searched }: { day: ListedDay; searched: string }) {
  const format = useFormat();
  return (
    <li className={styles.note}>
      <Link className={clsx(target.root, styles.date)} href={routes.day(date)}>
        {format.fullDate(date)}
      </Link>
      <p dir="auto">
        {occurrencesIn(excerpt ?? '', searched).map((part, index) =>
          part.found ? (
            <mark key={index} className={styles.found}>
              {part.text}
            </mark>
          ) : (
            part.text
          ),
        )}
      </p>
    </li>
  );
}
