import { type CalendarDate, endOfMonth, parseDate, startOfMonth } from '@internationalized/date';
import { clsx } from 'clsx';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Dialog,
  Heading,
  I18nProvider,
  Popover,
} from 'react-aria-components';
import type { DaySummary } from '@/api/types';
import { latestDay } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Icon } from '@/ui/Icon';
import bands from '@/ui/bands.module.css';
import button from '@/ui/Button.module.css';
import { useDays } from '../api/listDays';
import styles from './DayCalendar.module.css';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** The first day that the API knows. */
const FIRST_DAY = parseDate('2000-01-01');

interface DayCalendarProps {
  date: string;
  today: string;
  triggerRef: RefObject<HTMLElement | null>;
  onPick: (date: string) => void;
  onClose: () => void;
}

/** A month of days in the colours of their bands, over the page. */
export function DayCalendar({ date, today, triggerRef, onPick, onClose }: DayCalendarProps) {
  const { t, language } = useTranslation();
  const format = useFormat();
  const [focused, setFocused] = useState(() => parseDate(date));
  const days = useDays(startOfMonth(focused).toString(), endOfMonth(focused).toString());
  const latest = latestDay(today);
  const calendar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    calendar.current?.querySelector<HTMLElement>('td [tabindex="0"]')?.focus();
  }, []);
  return (
    <I18nProvider locale={language === 'en' ? 'en-GB' : language}>
      <Popover
        className={styles.popover}
        triggerRef={triggerRef}
        isOpen
        onOpenChange={onClose}
        placement="bottom end"
      >
        <Dialog aria-label={t('today.pick')}>
          <Calendar
            ref={calendar}
            aria-label={t('today.pick')}
            value={parseDate(date)}
            minValue={FIRST_DAY}
            // A later day may be open by its URL.
            maxValue={parseDate(date > latest ? date : latest)}
            focusedValue={focused}
            firstDayOfWeek={WEEKDAYS[format.week[0] ?? 0] ?? 'mon'}
            onFocusChange={setFocused}
            onChange={(picked) => onPick(picked.toString())}
          >
            <header className={styles.header}>
              <Button slot="previous" className={button.iconButton}>
                <Icon name="previous" />
              </Button>
              <Heading />
              <Button slot="next" className={button.iconButton}>
                <Icon name="next" />
              </Button>
            </header>
            <CalendarGrid className={styles.grid} weekdayStyle="short">
              <CalendarGridHeader>
                {(weekday) => <CalendarHeaderCell>{weekday}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(day) => (
                  <DayCell day={day} today={today} summary={days.data?.get(day.toString())} />
                )}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </I18nProvider>
  );
}

interface DayCellProps {
  day: CalendarDate;
  today: string;
  summary: DaySummary | undefined;
}

function DayCell({ day, today, summary }: DayCellProps) {
  const date = day.toString();
  const text = useSummaryText(summary);
  const textId = useId();
  const variant = summary?.exception
    ? clsx(bands.hatched, styles.exception)
    : summary?.band && clsx(bands[summary.band], styles.scored);
  return (
    <CalendarCell
      date={day}
      className={clsx(
        styles.cell,
        variant,
        date === today && styles.today,
        date > today && !summary && styles.ahead,
      )}
      aria-describedby={text ? textId : undefined}
    >
      <span aria-hidden="true">{day.day}</span>
      <span id={textId} className="visually-hidden">
        {text}
      </span>
    </CalendarCell>
  );
}

function useSummaryText(summary: DaySummary | undefined): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (summary?.exception) return t(`exception.${summary.exception}`);
  if (!summary?.band || summary.kpi === null) return '';
  return t('today.kpiNow', { kpi: format.number(summary.kpi), band: t(`band.${summary.band}`) });
}
