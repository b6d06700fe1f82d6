import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { User } from '@/api/types';
import { useUpdateMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { browserTimeZone } from '@/lib/timeZone';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { NativeSelectField, TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { timeZones } from '../timeZones';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function ProfileCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const update = useUpdateMe();
  const [name, setName] = useState(user.name);
  const [timeZone, setTimeZone] = useState(user.timeZone);
  const [dayStartHour, setDayStartHour] = useState(user.dayStartHour);
  const changed =
    name.trim() !== user.name || timeZone !== user.timeZone || dayStartHour !== user.dayStartHour;
  // As after a sign-up in a browser whose time zone the server does not know.
  const device = browserTimeZone();
  const differing =
    user.timeZone !== 'UTC' || device === 'UTC'
      ? ''
      : device === undefined
        ? t('settings.timeZoneConcealed')
        : t('settings.timeZoneDiffers', { device });
  useUnsavedEdits(changed);
  const nameError = name.trim() === '' ? t('field.required') : undefined;

  return (
    <Card title={t('settings.profile')}>
      <Form
        className={settings.form}
        onSubmit={() => {
          if (nameError) return;
          update.change(user, { name: name.trim(), timeZone, dayStartHour });
        }}
      >
        <TextField
          label={t('settings.name')}
          autoComplete="name"
          maxLength={100}
          value={name}
          error={nameError}
          onText={setName}
        />
        <TextField label={t('settings.email')} value={user.email} readOnly />
        <NativeSelectField
          label={t('settings.timeZone')}
          hint={`${t('settings.timeZoneHint')} ${differing}`.trim()}
          value={timeZone}
          onChange={(event) => setTimeZone(event.currentTarget.value)}
        >
          {timeZones(user.timeZone).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </NativeSelectField>
        <NativeSelectField
          label={t('settings.dayStart')}
          hint={t('settings.dayStartHint')}
          value={dayStartHour}
          onChange={(event) => setDayStartHour(Number(event.currentTarget.value))}
        >
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {hour}:00
            </option>
          ))}
        </NativeSelectField>
        <div className={settings.footer}>
          <Button variant="primary" type="submit" disabled={!changed} loading={update.isPending}>
            {update.isPending ? t('settings.saving') : t('settings.save')}
          </Button>
          <p role="status" className={text.hint}>
            {update.isSuccess && !changed && t('settings.saved')}
          </p>
          <p role="alert" className={text.error}>
            {update.isError && problemText(update.error)}
          </p>
        </div>
      </Form>
    </Card>
  );
}
