import { clsx } from 'clsx';
import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { Category, Direction, Habit, Measure } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving, useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { SelectField } from '@/ui/Select';
import { Dialog } from '@/ui/Dialog';
import { Field, NativeSelectField, TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { AmountField } from '@/ui/AmountField';
import { QUADRANTS } from '@/ui/QuadrantSelect';
import { Segmented } from '@/ui/Segmented';
import { COUNT } from '@/ui/useAmountInput';
import { useCreateHabit } from '../api/createHabit';
import { useUpdateHabit } from '../api/updateHabit';
import { formOf, type HabitFormValues, inputOf, validateHabit, withMeasure } from '../habitForm';
import { SchedulePicker } from './SchedulePicker';
import text from '@/ui/text.module.css';
import styles from './HabitForm.module.css';

const CATEGORIES: readonly Category[] = [
  'health',
  'skills',
  'learning',
  'career',
  'recovery',
  'content',
  'wellness',
];
const DIRECTIONS: readonly Direction[] = ['at_least', 'at_most'];
const MEASURES: readonly Measure[] = ['minutes', 'count', 'check'];
const DUE = ['dueOnDays', 'dueTimes'] as const;
const TIMES = [1, 2, 3, 4, 5, 6, 7];
const LEVELS = [1, 2, 3, 4, 5];

interface HabitFormProps {
  /** The habit to edit; null for a new one. */
  habit: Habit | null;
  today: string;
  onClose: () => void;
}

export function HabitForm({ habit, today, onClose }: HabitFormProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const create = useCreateHabit();
  const update = useUpdateHabit();
  const [start] = useState(() => formOf(habit, today));
  const [values, setValues] = useState(start);
  useUnsavedEdits(JSON.stringify(values) !== JSON.stringify(start));
  const [submitted, setSubmitted] = useState(false);
  const saving = habit ? update : create;

  const set = (change: Partial<HabitFormValues>) =>
    setValues((current) => ({ ...current, ...change }));
  const targetForm = values.measure === 'count' ? COUNT : undefined;
  const errors = validateHabit(values);
  const errorOf = (field: keyof HabitFormValues) => {
    const error = errors[field];
    return submitted && error ? t(error) : undefined;
  };
  const submit = () => {
    setSubmitted(true);
    if (Object.keys(errors).length > 0) return;
    const input = inputOf(values);
    if (habit) update.mutate({ id: habit.id, input }, { onSuccess: onClose });
    else create.mutate(input, { onSuccess: onClose });
  };

  return (
    <Dialog
      title={habit ? t('habit.editTitle', { habit: habit.name }) : t('habit.newTitle')}
      onClose={() => leaving.ask(onClose)}
    >
      <Form className={styles.root} onSubmit={submit}>
        <div className={styles.wide}>
          <TextField
            label={t('habit.name')}
            required
            value={values.name}
            error={errorOf('name')}
            onText={(name) => set({ name })}
          />
        </div>
        <SelectField
          label={t('habit.category')}
          value={values.category}
          options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
          onChange={(category) => set({ category })}
        />
        <SelectField
          label={t('habit.quadrant')}
          value={values.quadrant}
          options={QUADRANTS.map((value) => ({ value, label: t(`quadrant.${value}`) }))}
          onChange={(quadrant) => set({ quadrant })}
        />
        <div className={styles.wide}>
          <Segmented
            label={t('habit.measure')}
            value={values.measure}
            options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
            onChange={(measure) => setValues(withMeasure(values, measure))}
          />
        </div>
        {values.measure === 'count' && (
          <div className={styles.wide}>
            <TextField
              label={t('habit.unit')}
              hint={t('habit.unitHint')}
              required
              value={values.unit}
              error={errorOf('unit')}
              onText={(unit) => set({ unit })}
            />
          </div>
        )}
        {values.measure !== 'check' && (
          <>
            <div className={styles.wide}>
              <Segmented
                label={t('habit.direction')}
                value={values.direction}
                options={DIRECTIONS.map((value) => ({ value, label: t(`habit.${value}`) }))}
                onChange={(direction) => set({ direction })}
              />
            </div>
            <Field label={t('habit.target')} error={errorOf('target')}>
              {(wiring) => (
                <AmountField
                  key={values.measure}
                  className={styles.amount}
                  {...wiring}
                  amountFormat={targetForm}
                  value={values.target}
                  onChange={(target) => set({ target })}
                />
              )}
            </Field>
            <Field label={t('habit.weekendTarget')} error={errorOf('weekendTarget')}>
              {(wiring) => (
                <AmountField
                  key={values.measure}
                  className={styles.amount}
                  {...wiring}
                  amountFormat={targetForm}
                  value={values.weekendTarget}
                  onChange={(weekendTarget) => set({ weekendTarget })}
                />
              )}
            </Field>
          </>
        )}
        <div className={styles.wide}>
          <Segmented
            label={t('habit.due')}
            value={values.timesPerWeek === null ? 'dueOnDays' : 'dueTimes'}
            options={DUE.map((value) => ({ value, label: t(`habit.${value}`) }))}
            onChange={(due) => set({ timesPerWeek: due === 'dueTimes' ? 3 : null })}
          />
        </div>
        <div className={styles.wide}>
          {values.timesPerWeek === null ? (
            <SchedulePicker
              value={values.schedule}
              error={errorOf('schedule')}
              onChange={(schedule) => set({ schedule })}
            />
          ) : (
            <NativeSelectField
              label={t('habit.times')}
              hint={t('habit.timesHint')}
              value={values.timesPerWeek}
              onChange={(event) => set({ timesPerWeek: Number(event.currentTarget.value) })}
            >
              {TIMES.map((times) => (
                <option key={times} value={times}>
                  {times}
                </option>
              ))}
            </NativeSelectField>
          )}
        </div>
        <NativeSelectField
          label={t('habit.skillLevel')}
          value={values.skillLevel ?? ''}
          onChange={(event) =>
            set({
              skillLevel: event.currentTarget.value ? Number(event.currentTarget.value) : null,
            })
          }
        >
          <option value="">{t('habit.noLevel')}</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {level}
            </option>
          ))}
        </NativeSelectField>
        <TextField
          label={t('habit.group')}
          hint={t('habit.groupHint')}
          value={values.group}
          error={errorOf('group')}
          onText={(group) => set({ group })}
        />
        <TextField
          type="date"
          label={t('habit.effectiveFrom')}
          hint={habit ? t('habit.effectiveHint') : undefined}
          value={values.effectiveFrom}
          onText={(date) => set({ effectiveFrom: date || today })}
        />
        <div className={styles.wide} role="alert">
          {saving.isError && <p className={text.error}>{problemText(saving.error)}</p>}
        </div>
        <div className={clsx(styles.wide, styles.buttons)}>
          <Button variant="primary" type="submit" loading={saving.isPending}>
            {habit ? t('habit.save') : t('habit.create')}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
