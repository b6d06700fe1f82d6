import { type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import { addDays, isDate } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { addTaskFieldId } from '../suggestionStep';
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

/** Previous and next day and a date picker. The focus stays on the pressed arrow. */
export function DateNavigation({ date, today, children, aside }: DateNavigationProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const picker = useRef<HTMLInputElement>(null);
  const go = (to: string) => navigate(to === today ? '/' : `/day/${to}`);
  const run = (shortcut: 'today' | 'previous' | 'next' | 'task') => {
    if (shortcut === 'task') document.getElementById(addTaskFieldId)?.click();
    else if (shortcut === 'previous') go(addDays(date, -1));
    else if (shortcut === 'next' && date < today) go(addDays(date, 1));
    else if (shortcut === 'today' && date !== today) go(today);
  };
  return (
    <header className={styles.root}>
      <IconButton
        icon="previous"
        label={t('today.previous')}
        onClick={() => go(addDays(date, -1))}
      />
      {children}
      <IconButton
        icon="next"
        label={t('today.next')}
        atEnd={date >= today}
        onClick={() => go(addDays(date, 1))}
      />
      <div className={styles.picker}>
        <IconButton
          icon="calendar"
          label={t('today.pick')}
          onClick={() => picker.current?.showPicker()}
        />
        <input
          ref={picker}
          type="date"
          tabIndex={-1}
          aria-hidden="true"
          value={date}
          max={today}
          onChange={({ currentTarget: { value } }) => {
            if (isDate(value) && value <= today) go(value);
          }}
        />
      </div>
      {aside}
      <Shortcuts run={run} />
      <p className="visually-hidden" role="status">
        {format.fullDate(date)}
      </p>
    </header>
  );
}
