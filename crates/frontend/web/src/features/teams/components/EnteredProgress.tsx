import { useRef } from 'react';
import * as v from 'valibot';
import { useProblemText } from '@/api/useProblemText';
import { useRequestForm } from '@/api/useRequestForm';
import type { TeamGoal, TeamGoalDetails } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { showToast } from '@/ui/toasts';
import { useEnterProgress } from '../api/enterProgress';
import { readAmount } from '../goalAmount';
import { useGoalText } from '../useGoalText';
import text from '@/ui/text.module.css';
import styles from './EnteredProgress.module.css';

interface EnteredProgressProps {
  team: string;
  goal: TeamGoal;
  entered: TeamGoalDetails['entered'];
  today: string;
  onSaved: () => void;
}

/** Enters the user's progress of a date, in place of what was entered for it, with Undo. */
export function EnteredProgress(props: EnteredProgressProps) {
  const { team, goal, entered, today, onSaved } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const { amountText } = useGoalText();
  const amountField = useRef<HTMLDivElement>(null);
  const enter = useEnterProgress(team, goal.id);
  const last = goal.to < today ? goal.to : today;
  const of = (date: string) => entered.find((one) => one.date === date)?.amount ?? 0;
  const form = useRequestForm({
    schema: v.object({
      date: v.pipe(
        v.string(),
        v.check((date) => date >= goal.from && date <= last, 'teamGoal.dateOutside'),
      ),
      amount: v.pipe(v.string(), v.transform(readAmount), v.number('teamGoal.amountUnreadable')),
    }),
    defaultValues: { date: last, amount: '' },
    send: async ({ date, amount }) => {
      const before = of(date);
      await enter.mutateAsync({ date, amount });
      // Undo can be pressed once the dialog is closed.
      onSaved();
      const done = { amount: amountText(amount, goal), date: format.dayAndMonth(date) };
      showToast(t('teamGoal.entered', done), {
        label: t('app.undo'),
        run: () => {
          enter
            .mutateAsync({ date, amount: before })
            .catch((error: unknown) => showToast(problemText(error)));
        },
      });
    },
  });
  useUnsavedEdits(form.values.amount !== '');
  const replaced = of(form.values.date);
  const change = ({ date, amount }: { date: string; amount: number }) => {
    form.set({ date, amount: String(amount) });
    amountField.current?.querySelector('input')?.focus();
  };
  return (
    <section className={styles.root} aria-label={t('teamGoal.own')}>
      <h3>{t('teamGoal.own')}</h3>
      <Form className={styles.form} onSubmit={form.submit}>
        <div ref={amountField}>
          <TextField
            label={t('teamGoal.amountIn', { unit: goal.unit })}
            hint={
              replaced > 0
                ? t('teamGoal.replaces', { amount: amountText(replaced, goal) })
                : undefined
            }
            inputMode="decimal"
            autoComplete="off"
            required
            {...form.text('amount')}
          />
        </div>
        <TextField
          type="date"
          label={t('teamGoal.date')}
          min={goal.from}
          max={last}
          required
          {...form.text('date')}
        />
        <div className={styles.alert} role="alert">
          {form.problem && <p className={text.error}>{form.problem}</p>}
        </div>
        <Button variant="primary" type="submit" loading={enter.isPending}>
          {t('teamGoal.save')}
        </Button>
      </Form>
      {entered.length > 0 && (
        <ul aria-label={t('teamGoal.enteredList')}>
          {entered.toReversed().map((one) => (
            <li key={one.date} className={styles.entry}>
              <span>{format.shortDate(one.date)}</span>
              <span className={styles.amount}>{amountText(one.amount, goal)}</span>
              <Button
                variant="quiet"
                aria-label={t('teamGoal.changeOf', { date: format.dayAndMonth(one.date) })}
                onClick={() => change(one)}
              >
                {t('teamGoal.change')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
