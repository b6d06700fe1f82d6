import { useRequestForm } from '@/api/useRequestForm';
import type { TeamGoal } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving, useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { Segmented } from '@/ui/Segmented';
import { showToast } from '@/ui/toasts';
import { useCreateGoal } from '../api/createGoal';
import { useUpdateGoal } from '../api/updateGoal';
import { formOf, goalSchema, MEASURES, SOURCES } from '../goalForm';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';
import styles from './GoalForm.module.css';

interface GoalFormProps {
  team: string;
  /** The goal to change; null for a new one. */
  goal: TeamGoal | null;
  today: string;
  onClose: () => void;
}

/** Creates or changes a goal. What feeds it, and in which unit habits do, stays. */
export function GoalForm({ team, goal, today, onClose }: GoalFormProps) {
  const { t } = useTranslation();
  const create = useCreateGoal(team);
  const update = useUpdateGoal(team);
  const form = useRequestForm({
    schema: goalSchema,
    defaultValues: formOf(goal, today),
    errorsAt: ['title', 'target', 'unit', 'from', 'to'],
    fieldOf: { 'too-many-goals': 'title' },
    send: async (body) => {
      await (goal ? update.mutateAsync({ goal: goal.id, body }) : create.mutateAsync(body));
      showToast(t(goal ? 'teamGoal.saved' : 'teamGoal.created', { title: body.title }));
      onClose();
    },
  });
  useUnsavedEdits(form.isDirty);
  const { values, set } = form;
  const ofHabits = values.source === 'habit';
  const inMinutes = ofHabits && values.measure === 'minutes';
  return (
    <Dialog
      title={goal ? t('teamGoal.editTitle', { title: goal.title }) : t('teamGoal.newTitle')}
      onClose={() => leaving.ask(onClose)}
    >
      <Form className={styles.root} onSubmit={form.submit}>
        <TextField label={t('teamGoal.name')} autoComplete="off" required {...form.text('title')} />
        {!goal && (
          <>
            <Segmented
              label={t('teamGoal.source')}
              value={values.source}
              options={SOURCES.map((value) => ({ value, label: t(`teamGoal.source_${value}`) }))}
              onChange={(source) => set({ source })}
            />
            {ofHabits && (
              <Segmented
                label={t('teamGoal.measure')}
                value={values.measure}
                options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
                onChange={(measure) => set({ measure })}
              />
            )}
          </>
        )}
        <div className={styles.pair}>
          <TextField
            label={t(inMinutes ? 'teamGoal.targetMinutes' : 'teamGoal.target')}
            hint={t('teamGoal.targetHint')}
            inputMode="decimal"
            autoComplete="off"
            required
            {...form.text('target')}
          />
          {!inMinutes && (
            <TextField
              label={t('teamGoal.unit')}
              hint={t(ofHabits ? 'teamGoal.unitHabitHint' : 'teamGoal.unitHint')}
              autoComplete="off"
              required
              readOnly={goal !== null && ofHabits}
              {...form.text('unit')}
            />
          )}
        </div>
        <div className={styles.pair}>
          <TextField type="date" label={t('teamGoal.from')} required {...form.text('from')} />
          <TextField type="date" label={t('teamGoal.to')} required {...form.text('to')} />
        </div>
        <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
        <div className={dialogContent.actions}>
          <Button variant="primary" type="submit" loading={create.isPending || update.isPending}>
            {t(goal ? 'teamGoal.save' : 'teamGoal.create')}
          </Button>
          <Button onClick={() => leaving.ask(onClose)}>{t('settings.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
