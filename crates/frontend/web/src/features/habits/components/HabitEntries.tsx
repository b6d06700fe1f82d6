import { useState } from 'react';
import { Link } from 'wouter';
import type { HabitVersion, HistoryEntry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import target from '@/ui/target.module.css';
import text from '@/ui/text.module.css';
import { useEntryText } from '../useEntryText';
import styles from './HabitEntries.module.css';

const SHOWN_AT_ONCE = 10;
const MORE = 30;

interface HabitEntriesProps {
  year: number;
  entries: readonly HistoryEntry[];
  versions: readonly HabitVersion[];
}

/** The entries of a year, the latest first. */
export function HabitEntries({ year, entries, versions }: HabitEntriesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const entryText = useEntryText(versions);
  const [count, setCount] = useState(SHOWN_AT_ONCE);
  const entered = entries
    .filter(({ amount, quality, note }) => amount !== null || quality !== null || note !== null)
    .toReversed();
  return (
    <Card title={t('habitPage.entries', { year })}>
      {entered.length === 0 ? (
        <p className={text.hint}>{t('habitPage.noEntries', { year })}</p>
      ) : (
        <ol>
          {entered.slice(0, count).map((entry) => (
            <li key={entry.date} className={styles.entry}>
              <Link className={target.root} href={routes.day(entry.date)}>
                {format.shortDate(entry.date)}
              </Link>
              <span className={styles.amount}>{entryText(entry)}</span>
              {entry.quality !== null && (
                <span className={text.hint}>
                  {t('habitPage.quality', { value: entry.quality })}
                </span>
              )}
              {entry.note !== null && (
                <p className={styles.note}>
                  <bdi>{entry.note}</bdi>
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      {entered.length > count && (
        <Button variant="quiet" onClick={() => setCount(count + MORE)}>
          {t('habitPage.more', { count: entered.length - count })}
        </Button>
      )}
    </Card>
  );
}
