import { useState } from 'react';
import * as v from 'valibot';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { requiredText } from '@/lib/schemas';
import { Button } from '@/ui/Button';
import { CountedField } from '@/ui/CountedField';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { SelectField } from '@/ui/Select';
import type { ModerationAct } from '../api/moderate';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';

const MAX_REASON_LENGTH = 500;
const HOUR_MS = 3_600_000;
/** For how many hours somebody can be muted. */
const LENGTHS = ['1', '24', '168', '672'] as const;

const reasonSchema = v.object({ reason: requiredText(MAX_REASON_LENGTH, 'member.reasonLong') });

interface ModerationDialogProps {
  kind: 'warn' | 'mute' | 'remove';
  name: string;
  send: (act: ModerationAct) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
}

/** Asks for the reason, which stands in the log, before something is done about a member. */
export function ModerationDialog({ kind, name, send, onDone, onClose }: ModerationDialogProps) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<(typeof LENGTHS)[number]>('24');
  const [sending, setSending] = useState(false);
  const form = useRequestForm({
    schema: reasonSchema,
    defaultValues: { reason: '' },
    send: async ({ reason }) => {
      setSending(true);
      const until = new Date(Date.now() + Number(hours) * HOUR_MS).toISOString();
      await send(kind === 'mute' ? { kind, reason, until } : { kind, reason }).finally(() =>
        setSending(false),
      );
      onDone();
    },
  });
  return (
    <Dialog title={t(`member.title_${kind}`, { name })} onClose={onClose}>
      <Form className={dialogContent.stack} onSubmit={form.submit}>
        <p>{t(`member.hint_${kind}`)}</p>
        <CountedField
          label={t('member.reason')}
          hint={t('member.reasonHint')}
          autoComplete="off"
          typed={form.values.reason}
          most={MAX_REASON_LENGTH}
          required
          {...form.text('reason')}
        />
        {kind === 'mute' && (
          <SelectField
            label={t('member.muteFor')}
            value={hours}
            options={LENGTHS.map((value) => ({ value, label: t(`member.for_${value}`) }))}
            onChange={setHours}
          />
        )}
        <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
        <div className={dialogContent.actions}>
          <Button
            variant={kind === 'remove' ? 'danger' : 'primary'}
            type="submit"
            loading={sending}
          >
            {t(`member.${kind}`)}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
