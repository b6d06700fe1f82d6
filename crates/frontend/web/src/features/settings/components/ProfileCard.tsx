import { useMemo } from 'react';
import { useRequestForm } from '@/api/useRequestForm';
import type { User } from '@/api/types';
import { profileSchema, useUpdateMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { browserTimeZone, timeZones } from '@/lib/timeZone';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ComboBoxField } from '@/ui/ComboBoxField';
import { NativeSelectField, TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function ProfileCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const update = useUpdateMe();
  const { name, timeZone, dayStartHour } = user;
  const form = useRequestForm({
    schema: profileSchema,
    defaultValues: { name, timeZone, dayStartHour },
    send: async (profile) => {
      await update.change(user, profile);
      form.reset(profile);
    },
  });
  // As after a sign-up in a browser whose time zone the server does not know.
  const device = browserTimeZone();
  const differing =
    user.timeZone !== 'UTC' || device === 'UTC'
      ? ''
      : device === undefined
        ? t('settings.timeZoneConcealed')
        : t('settings.timeZoneDiffers', { device });
  useUnsavedEdits(form.isDirty);
  const zones = useMemo(
    () => timeZones(user.timeZone).map((id) => ({ id, text: id.replaceAll('_', ' ') })),
    [user.timeZone],
  );

  return (
    <Card title={t('settings.profile')}>
      <Form className={settings.form} onSubmit={form.submit}>
        <TextField
          label={t('settings.name')}
          autoComplete="name"
          maxLength={100}
          {...form.text('name')}
        />
        <TextField label={t('settings.email')} value={user.email} readOnly />
        <ComboBoxField
          label={t('settings.timeZone')}
          hint={`${t('settings.timeZoneHint')} ${differing}`.trim()}
          error={form.errorOf('timeZone')}
          options={zones}
          value={form.values.timeZone}
          onChange={(zone) => {
            if (typeof zone === 'string') form.set({ timeZone: zone });
          }}
        />
        <NativeSelectField
          label={t('settings.dayStart')}
          hint={t('settings.dayStartHint')}
          error={form.errorOf('dayStartHour')}
          value={form.values.dayStartHour}
          onChange={(event) => form.set({ dayStartHour: Number(event.currentTarget.value) })}
        >
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {hour}:00
            </option>
          ))}
        </NativeSelectField>
        <div className={settings.footer}>
          <Button
            variant="primary"
            type="submit"
            disabled={!form.isDirty}
            loading={update.isPending}
          >
            {update.isPending ? t('settings.saving') : t('settings.save')}
          </Button>
          <p role="status" className={text.hint}>
            {update.isSuccess && !form.isDirty && t('settings.saved')}
          </p>
          <p role="alert" className={text.error}>
            {form.problem}
          </p>
        </div>
      </Form>
    </Card>
  );
}
