import { clsx } from 'clsx';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useApi } from '@/api/SessionContext';
import { useProblemText } from '@/api/useProblemText';
import type { Day } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { showToast } from '@/ui/toasts';
import { deleteException } from '../api/deleteException';
import { putException } from '../api/putException';
import type { DaySaver } from '../DaySaver';
import { ExceptionForm } from './ExceptionForm';
import bands from '@/ui/bands.module.css';
import text from '@/ui/text.module.css';
import styles from './ExceptionBar.module.css';

interface ExceptionBarProps {
  saver: DaySaver;
  day: Day;
  date: string;
}

type Exception = NonNullable<Day['exception']>;

/** Marks a day as an exception, shows and removes the mark, with undo for both. */
export function ExceptionBar({ saver, day, date }: ExceptionBarProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const api = useApi();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const { exception } = day;

  /** The focused element is removed by the change; its replacement gets the focus. */
  const change = (apply: () => void) => {
    const held = place.current?.contains(document.activeElement);
    flushSync(apply);
    if (held) place.current?.querySelector<HTMLElement>('button, select')?.focus();
  };

  const write = useMutation({
    mutationFn: async (next: Exception | null) => {
      // Saves pending edits first, so that they do not conflict with the exception.
      await saver.flush();
      return next === null
        ? deleteException(api, date)
        : putException(api, date, { kind: next.kind, note: next.note });
    },
    onSuccess: (loaded) =>
      change(() => {
        saver.replace(loaded);
        setOpen(false);
      }),
    onError: (error) => showToast(problemText(error)),
  });
  const set = (next: Exception | null) => {
    const before = saver.snapshot().day.exception;
    write.mutate(next, {
      onSuccess: () =>
        showToast(next ? t('exception.marked') : t('exception.cleared'), {
          label: t('app.undo'),
          run: () => write.mutate(before),
        }),
    });
  };

  return (
    <div ref={place} data-open={(exception ?? open) ? true : undefined}>
      {exception ? (
        <section className={styles.root} aria-label={t(`exception.${exception.kind}`)}>
          <span className={clsx(styles.swatch, bands.hatched)} aria-hidden="true" />
          <div className={styles.text}>
            <p className={styles.kind}>
              <Icon name={exception.kind} size={18} />
              {t('exception.active', { kind: t(`exception.${exception.kind}`) })}
            </p>
            {exception.note && <p dir="auto">{exception.note}</p>}
            <p className={text.hint}>{t('exception.explain')}</p>
          </div>
          <Button loading={write.isPending} onClick={() => set(null)}>
            {t('exception.clear')}
          </Button>
        </section>
      ) : open ? (
        <ExceptionForm
          loading={write.isPending}
          onSave={set}
          onCancel={() => change(() => setOpen(false))}
        />
      ) : (
        <Button className={styles.open} variant="quiet" onClick={() => change(() => setOpen(true))}>
          {t('exception.mark')}
        </Button>
      )}
    </div>
  );
}
