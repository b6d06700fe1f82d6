import { type Ref, useId, useState } from 'react';
import type { HabitChoice } from '@/features/habits';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { AmountField } from '@/ui/AmountField';
import text from '@/ui/text.module.css';
import { COUNT } from '@/ui/useAmountInput';
import { ENOUGH_LEFT, plannedDay } from '../plan';
import { StepCard } from './StepCard';
import styles from './ChooseHabits.module.css';

interface ChooseHabitsProps {
  heading: Ref<HTMLHeadingElement>;
  initial: readonly HabitChoice[];
  onSkip: () => void;
  onNext: (choices: readonly HabitChoice[]) => void;
}

/** The first step: which habits are kept, and with which targets. */
export function ChooseHabits({ heading, initial, onSkip, onNext }: ChooseHabitsProps) {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const missingId = useId();
  const [choices, setChoices] = useState(initial);
  /** Whether targets are missing, told once the step is to be left. */
  const [checked, setChecked] = useState(false);
  const change = (id: string, to: Partial<HabitChoice>) =>
    setChoices(choices.map((choice) => (choice.habit.id === id ? { ...choice, ...to } : choice)));
  const isMissing = ({ chosen, target }: HabitChoice) => chosen && !target;
  const next = () => {
    setChecked(true);
    if (!choices.some(isMissing) && choices.some(({ chosen }) => chosen)) onNext(choices);
  };

  return (
    <StepCard
      heading={heading}
      step={1}
      title={t('firstRun.habits')}
      hint={t('firstRun.habitsHint')}
      onSubmit={next}
      actions={
        <>
          <Button variant="primary" type="submit">
            {t('firstRun.next')}
          </Button>
          <Button variant="quiet" onClick={onSkip}>
            {t('firstRun.skip')}
          </Button>
        </>
      }
    >
      <ul className={styles.list}>
        {choices.map((choice) => {
          const { habit, chosen, target } = choice;
          return (
            <li key={habit.id} className={styles.habit}>
              <label className={styles.name}>
                <input
                  type="checkbox"
                  checked={chosen}
                  onChange={(event) => change(habit.id, { chosen: event.currentTarget.checked })}
                />
                <span>
                  <bdi>{habit.name}</bdi>
                  {habit.weekendTarget !== null && (
                    <span className={styles.weekend}>
                      {t('habit.weekendShort', {
                        target: amounts.long(habit.weekendTarget, habit),
                      })}
                    </span>
                  )}
                </span>
              </label>
              {chosen && habit.measure !== 'check' && (
                <div className={styles.target}>
                  <AmountField
                    className={styles.field}
                    aria-label={t('firstRun.targetOf', { habit: habit.name })}
                    {...(checked &&
                      isMissing(choice) && { 'aria-invalid': true, 'aria-describedby': missingId })}
                    amountFormat={habit.measure === 'count' ? COUNT : undefined}
                    value={target}
                    onChange={(entered) => change(habit.id, { target: entered })}
                  />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <Sum choices={choices} missingId={checked && choices.some(isMissing) ? missingId : null} />
      {!choices.some(({ chosen }) => chosen) && (
        <p className={text.error} role="alert">
          {t('firstRun.noneChosen')}
        </p>
      )}
      <p className={text.hint}>{t('firstRun.later')}</p>
    </StepCard>
  );
}

interface SumProps {
  choices: readonly HabitChoice[];
  /** The id of the sentence about missing targets, if it is to be told. */
  missingId: string | null;
}

/** What the targets add up to, and what they leave of a day. */
function Sum({ choices, missingId }: SumProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { habits, minutes, left } = plannedDay(choices);
  return (
    <div className={styles.status} role="status">
      <p className={styles.sum}>
        {t('firstRun.sum', { count: habits, time: format.duration(minutes) })}
      </p>
      {missingId !== null ? (
        <p className={text.error} id={missingId}>
          {t('firstRun.targetMissing')}
        </p>
      ) : left < 0 ? (
        <p className={styles.over}>{t('firstRun.tooMuch', { time: format.duration(-left) })}</p>
      ) : (
        left < ENOUGH_LEFT && (
          <p className={text.hint}>{t('firstRun.left', { time: format.duration(left) })}</p>
        )
      )}
    </div>
  );
}
