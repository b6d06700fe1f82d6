import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from '@/ui/Button';

/** The calendar is loaded when it is wanted. */
const DayCalendar = lazy(async () => ({
  default: (await import('./DayCalendar')).DayCalendar,
}));

interface DayPickerProps {
  date: string;
  today: string;
  onPick: (date: string) => void;
}

/** A button that opens a calendar, to go to a day. */
export function DayPicker({ date, today, onPick }: DayPickerProps) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        ref={button}
        icon="calendar"
        label={t('today.pick')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <Suspense>
          <DayCalendar
            date={date}
            today={today}
            triggerRef={button}
            onClose={() => setOpen(false)}
            onPick={(picked) => {
              setOpen(false);
              onPick(picked);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
