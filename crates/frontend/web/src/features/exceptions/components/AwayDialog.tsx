import { useQuery } from '@tanstack/react-query';
import { type MouseEvent, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '@/api/SessionContext';
import { useProblemText } from '@/api/useProblemText';
import type { ExceptionRange } from '@/api/types';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { latestDay } from '@/lib/dates';
import { leaving, useUnsavedEdits } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { QueryProblem } from '@/ui/QueryBoundary';
import { SelectField } from '@/ui/Select';
import { showToast } from '@/ui/toasts';
import type { useChangeExceptions } from '../api/changeExceptions';
import { exceptionsQuery } from '../api/listExceptions';
import { awaySchema, formOf, KINDS, MAX_NOTE_LENGTH } from '../awayForm';
import { clearing, type Dates, type ExceptionChange, marking } from '../changes';
import { ExceptionRanges } from './ExceptionRanges';
import text from '@/ui/text.module.css';
import styles from './AwayDialog.module.css';

interface AwayDialogProps {
  date: string;
  today: string;
  /** The exception of the day, to change; null for a new one. */
  exception: ExceptionRange | null;
  change: ReturnType<typeof useChangeExceptions>;
  onClose: () => void;
}

/** Marks a range of days as an exception, changes it, or clears it, with undo for all of these. */
export function AwayDialog({ date, today, exception, change, onClose }: AwayDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const [clearProblem, setClearProblem] = useState<string | null>(null);

  const apply = async (changes: readonly ExceptionChange[], done: string) => {
    setClearProblem(null);
    const undo = await change.mutateAsync(changes);
    onClose();
    showToast(done, {
      label: t('app.undo'),
      run: () => {
        change.mutateAsync(undo).catch((error: unknown) => showToast(problemText(error)));
      },
    });
  };
  const clear = (dates: Dates) => {
    apply(clearing(dates), t('exception.cleared')).catch((error: unknown) =>
      setClearProblem(problemText(error)),
    );
  };
  const form = useRequestForm({
    schema: awaySchema,
    defaultValues: formOf(exception, date),
    send: (marked) => {
      const dates = format.dayRange(marked.from, marked.to);
      const done = t('exception.marked', { kind: t(`exception.${marked.exception.kind}`), dates });
      return apply(marking(marked, exception), done);
    },
  });
  const from = form.text('from');
  useUnsavedEdits(form.isDirty);
  const problem = clearProblem ?? form.problem;

  return (
    <Dialog
      title={t(exception ? 'exception.changeTitle' : 'exception.markTitle')}
      onClose={() => leaving.ask(onClose)}
    >
      <Form className={styles.root} onSubmit={form.submit}>
        <p className={text.hint}>{t('exception.explain')}</p>
        <SelectField
          label={t('exception.kind')}
          value={form.values.kind}
          options={KINDS.map((value) => ({ value, label: t(`exception.${value}`) }))}
          onChange={(kind) => form.set({ kind })}
        />
        <div className={styles.dates}>
          <TextField
            type="date"
            label={t('exception.from')}
            required
            {...from}
            onChange={(event) => {
              const { value } = event.currentTarget;
              void from.onChange(event);
              // An absence does not end before it begins.
              if (form.values.to < value) form.set({ to: value });
            }}
          />
          <TextField type="date" label={t('exception.to')} required {...form.text('to')} />
        </div>
        <TextField
          label={t('exception.note')}
          autoComplete="off"
          maxLength={MAX_NOTE_LENGTH}
          {...form.text('note')}
        />
        <div className={styles.problem} role="alert">
          {problem && <p className={text.error}>{problem}</p>}
        </div>
        <div className={styles.buttons}>
          <Button variant="primary" type="submit" loading={change.isPending}>
            {t(exception ? 'exception.save' : 'exception.mark')}
          </Button>
          {exception && exception.days > 1 && (
            <>
              <Button loading={change.isPending} onClick={() => clear(exception)}>
                {t('exception.clearRange', { count: exception.days })}
              </Button>
              <Button loading={change.isPending} onClick={() => clear({ from: date, to: date })}>
                {t('exception.clearDay')}
              </Button>
            </>
          )}
          {exception?.days === 1 && (
            <Button loading={change.isPending} onClick={() => clear(exception)}>
              {t('exception.clear')}
            </Button>
          )}
        </div>
      </Form>
      <Ahead date={date} today={today} onClose={onClose} />
    </Dialog>
  );
}

/** The absences that begin after today, without that of the shown day. */
function Ahead({ date, today, onClose }: Pick<AwayDialogProps, 'date' | 'today' | 'onClose'>) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const titleId = useId();
  const dates = { from: today, to: latestDay(today) };
  const query = useQuery(exceptionsQuery(useApi(), dates));
  if (!query.data && query.error) {
    return <QueryProblem query={query} title={t('exception.loadFailed')} />;
  }
  const ahead = query.data?.filter(({ from, to }) => from > today && (date < from || to < date));
  if (!ahead || ahead.length === 0) return null;
  const open = (event: MouseEvent, href: string) => {
    event.preventDefault();
    leaving.ask(() => {
      onClose();
      navigate(href);
    });
  };
  return (
    <section className={styles.ahead}>
      <h3 id={titleId}>{t('exception.ahead')}</h3>
      <ExceptionRanges exceptions={ahead} labelledBy={titleId} onOpen={open} />
    </section>
  );
}
