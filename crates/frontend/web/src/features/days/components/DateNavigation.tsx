import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { addDays, latestDay } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { addTaskFieldId } from '../suggestionStep';
import { DayPicker } from './DayPicker';
import { Shortcuts } from './Shortcuts';
import styles from './DateNavigation.module.css';

interface DateNavigationProps {
  date: string;
  today: string;
  /** The page's heading, between the arrows. */
  children: ReactNode;
  /** At the end. */
  aside: ReactNode;
}

/** Previous and next day and a calendar, up to a year ahead. The focus stays on the pressed arrow. */
export function DateNavigation({ date, today, children, aside }: DateNavigationProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const atEnd = date >= latestDay(today);
  const go = (to: string) => navigate(to === today ? routes.today() : routes.day(to));
  const run = (shortcut: 'today' | 'previous' | 'next' | 'task') => {
    if (shortcut === 'task') document.getElementById(addTaskFieldId)?.click();
    else if (shortcut === 'previous') go(addDays(date, -1));
    else if (shortcut === 'next' && !atEnd) go(addDays(date, 1));
    else if (shortcut === 'today' && date !== today) go(today);
  };
  return (
    <header className={styles.root}>
      <IconButton
        className={styles.arrow}
        icon="previous"
        label={t('today.previous')}
        onClick={() => go(addDays(date, -1))}
      />
      {children}
      <IconButton
        className={styles.arrow}
        icon="next"
        label={t('today.next')}
        atEnd={atEnd}
        onClick={() => go(addDays(date, 1))}
      />
      <DayPicker date={date} today={today} onPick={go} />
      {aside}
      <Shortcuts run={run} />
      <p className="visually-hidden" role="status">
        {format.fullDate(date)}
      </p>
    </header>
  );
}
