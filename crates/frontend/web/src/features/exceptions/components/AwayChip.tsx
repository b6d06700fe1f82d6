import { clsx } from 'clsx';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/api/SessionContext';
import { useProblemText } from '@/api/useProblemText';
import { addDays } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useChangeExceptions } from '../api/changeExceptions';
import { exceptionsQuery } from '../api/listExceptions';
import type { AwayDialog } from './AwayDialog';
import styles from './AwayChip.module.css';

/** How far around the day its range of exceptions is looked for. */
const REACH_DAYS = 60;

interface AwayChipProps {
  date: string;
  today: string;
  /** Resolves when the edits of days are saved, or can't be for now. */
  beforeChange: () => Promise<void>;
}

/** Says whether the day is an exception, with its range; a press marks, changes or clears it. */
export function AwayChip({ date, today, beforeChange }: AwayChipProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const api = useApi();
  const around = useQuery({
    ...exceptionsQuery(api, { from: addDays(date, -REACH_DAYS), to: addDays(date, REACH_DAYS) }),
    // The next day is mostly among them.
    placeholderData: keepPreviousData,
  });
  const change = useChangeExceptions(beforeChange);
  /** Loaded when it is wanted, since most days are none; null while it is closed. */
  const [Dialog, setDialog] = useState<typeof AwayDialog | null>(null);
  const exception = around.data?.find(({ from, to }) => from <= date && date <= to) ?? null;
  const known = !around.isPending && !around.isPlaceholderData;
  const open = () => {
    import('./AwayDialog').then(
      (loaded) => setDialog(() => loaded.AwayDialog),
      (error: unknown) => showToast(problemText(error)),
    );
  };
  return (
    <>
      <Button
        className={clsx(styles.root, exception && styles.away)}
        icon={exception?.kind ?? 'away'}
        aria-haspopup="dialog"
        onClick={open}
      >
        {exception ? (
          <span>
            {t('exception.onDates', {
              kind: t(`exception.${exception.kind}`),
              dates: format.dayRange(exception.from, exception.to),
            })}
          </span>
        ) : (
          <span>{t('exception.away')}</span>
        )}
      </Button>
      {Dialog && known && (
        <Dialog
          date={date}
          today={today}
          exception={exception}
          change={change}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
