import type { Ref } from 'react';
import * as v from 'valibot';
import { useRequestForm } from '@/api/useRequestForm';
import type { User } from '@/api/types';
import { profileSchema, useUpdateMe } from '@/features/auth';
import { logicalDate } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { browserTimeZone, timeZones } from '@/lib/timeZone';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { NativeSelectField } from '@/ui/Field';
import text from '@/ui/text.module.css';
import { StepCard } from './StepCard';

const timeSchema = v.pick(profileSchema, ['timeZone', 'dayStartHour']);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface ChooseTimeProps {
  heading: Ref<HTMLHeadingElement>;
  user: User;
  /** Whether what was chosen is being saved. */
  saving: boolean;
  onBack: () => void;
  onNext: () => Promise<void>;
}

/** The second step: where the user's days are, and when they begin. */
export function ChooseTime({ heading, user, saving, onBack, onNext }: ChooseTimeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const update = useUpdateMe();
  const zones = timeZones(user.timeZone);
  const device = browserTimeZone();
  // The account has the browser's zone, unless the server did not know it.
  const guess = device !== undefined && zones.includes(device) ? device : user.timeZone;
  const form = useRequestForm({
    schema: timeSchema,
    defaultValues: {
      timeZone: user.timeZone === 'UTC' ? guess : user.timeZone,
      dayStartHour: user.dayStartHour,
    },
    send: async (time) => {
      const { timeZone, dayStartHour } = time;
      if (timeZone !== user.timeZone || dayStartHour !== user.dayStartHour) {
        await update.change(user, time);
      }
      await onNext();
    },
  });
  const { timeZone, dayStartHour } = form.values;
  const skip = () => {
    form.set({ timeZone: user.timeZone, dayStartHour: user.dayStartHour });
    void form.submit();
  };

  return (
    <StepCard
      heading={heading}
      step={2}
      title={t('firstRun.time')}
      hint={t('firstRun.timeHint')}
      onSubmit={form.submit}
      actions={
        <>
          <Button variant="primary" type="submit" loading={saving || update.isPending}>
            {t('firstRun.next')}
          </Button>
          <Button onClick={onBack}>{t('firstRun.back')}</Button>
          <Button variant="quiet" onClick={skip}>
            {t('firstRun.skip')}
          </Button>
        </>
      }
    >
      <NativeSelectField label={t('settings.timeZone')} {...form.text('timeZone')}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </NativeSelectField>
      <NativeSelectField
        label={t('settings.dayStart')}
        hint={t('settings.dayStartHint')}
        error={form.errorOf('dayStartHour')}
        value={dayStartHour}
        onChange={(event) => form.set({ dayStartHour: Number(event.currentTarget.value) })}
      >
        {HOURS.map((hour) => (
          <option key={hour} value={hour}>
            {hour}:00
          </option>
        ))}
      </NativeSelectField>
      <p role="status">
        {t('firstRun.todayIs', {
          date: format.fullDateInside(logicalDate(new Date(), timeZone, dayStartHour)),
        })}
      </p>
      <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
    </StepCard>
  );
}
