import { clsx } from 'clsx';
import { useMemo } from 'react';
import { useRequestForm } from '@/api/useRequestForm';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving, useUnsavedEdits } from '@/lib/leaving';
import { oneLine } from '@/lib/oneLine';
import { Button } from '@/ui/Button';
import { ComboBoxField } from '@/ui/ComboBoxField';
import { SelectField } from '@/ui/Select';
import { Dialog } from '@/ui/Dialog';
import { Field, NativeSelectField, TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { AmountField } from '@/ui/AmountField';
import { QUADRANTS } from '@/ui/QuadrantSelect';
import { Segmented } from '@/ui/Segmented';
import { COUNT } from '@/ui/useAmountInput';
import { useCreateHabit } from '../api/createHabit';
import { useHabits } from '../api/listHabits';
import { useUpdateHabit } from '../api/updateHabit';
import { CATEGORIES, DIRECTIONS, formOf, habitSchema, measureChange, MEASURES } from '../habitForm';
import { SchedulePicker } from './SchedulePicker';
import text from '@/ui/text.module.css';
import styles from './HabitForm.module.css';

/** The fields that always show their errors: others may be hidden, or have no place for one. */
const ERRORS_AT = ['name', 'group', 'effectiveFrom'] as const;
const DUE = ['dueOnDays', 'dueTimes'] as const;
const TIMES = [1, 2, 3, 4, 5, 6, 7];
const LEVELS = [1, 2, 3, 4, 5];

/** The groups that there are, to choose from. */
function groupsOf(habits: readonly Habit[]) {
  const names = new Set(habits.flatMap(({ group }) => group ?? []));
  return [...names].map((name) => ({ id: name, text: name }));
}

interface HabitFormProps {
  /** The habit to edit; null for a new one. */
  habit: Habit | null;
  today: string;
  onClose: () => void;
}

export function HabitForm({ habit, today, onClose }: HabitFormProps) {
  const { t } = useTranslation();
  const create = useCreateHabit();
  const update = useUpdateHabit();
  const saving = habit ? update : create;
  const form = useRequestForm({
    schema: habitSchema,
    defaultValues: formOf(habit, today),
    errorsAt: ERRORS_AT,
    send: async (input) => {
      await (habit ? update.mutateAsync({ id: habit.id, input }) : create.mutateAsync(input));
      onClose();
    },
  });
  const { values, set, errorOf } = form;
  useUnsavedEdits(form.isDirty);
  const habits = useHabits();
  const groups = useMemo(() => groupsOf(habits.data?.active ?? []), [habits.data]);
  const targetForm = values.measure === 'count' ? COUNT : undefined;

  return (
    <Dialog
      title={habit ? t('habit.editTitle', { habit: habit.name }) : t('habit.newTitle')}
      onClose={() => leaving.ask(onClose)}
    >
      <Form className={styles.root} onSubmit={form.submit}>
        <div className={styles.wide}>
          <TextField label={t('habit.name')} autoComplete="off" required {...form.text('name')} />
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
            onChange={(measure) => set(measureChange(values, measure))}
          />
        </div>
        {values.measure === 'count' && (
          <div className={styles.wide}>
            <TextField
              label={t('habit.unit')}
              hint={t('habit.unitHint')}
              required
              {...form.text('unit')}
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
        <ComboBoxField
          label={t('habit.group')}
          hint={t('habit.groupHint')}
          error={errorOf('group')}
          options={groups}
          allowsCustomValue
          inputValue={values.group}
          onInputChange={(group) => set({ group: oneLine(group) })}
        />
        <TextField
          type="date"
          label={t('habit.effectiveFrom')}
          hint={habit ? t('habit.effectiveHint') : undefined}
          value={values.effectiveFrom}
          error={errorOf('effectiveFrom')}
          onText={(date) => set({ effectiveFrom: date || today })}
        />
        <div className={styles.wide} role="alert">
          {form.problem && <p className={text.error}>{form.problem}</p>}
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
