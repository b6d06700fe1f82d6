import { useState } from 'react';
import type { FocusSession } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { AmountField } from '@/ui/AmountField';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { Switch } from '@/ui/Switch';
import { useCorrectFocus } from '../api/changeFocus';
import { useFocusProblem } from '../useFocusProblem';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';

interface CorrectSessionDialogProps {
  session: FocusSession;
  onSaved?: () => void;
  onClose: () => void;
}

const MINUTE_MS = 60_000;

/** Corrects how long a session was, and whether it was interrupted. */
export function CorrectSessionDialog({ session, onSaved, onClose }: CorrectSessionDialogProps) {
  const { t } = useTranslation();
  const problemText = useFocusProblem();
  const correct = useCorrectFocus();
  const [minutes, setMinutes] = useState(session.minutes);
  const [interrupted, setInterrupted] = useState(session.interrupted);
  const save = () => {
    const end = Date.parse(session.startedAt) + (minutes ?? 0) * MINUTE_MS;
    const endedAt =
      session.endedAt !== null && minutes === session.minutes
        ? session.endedAt
        : new Date(end).toISOString();
    correct.mutateAsync({ id: session.id, endedAt, interrupted }).then(
      () => {
        onClose();
        onSaved?.();
      },
      // It is shown.
      () => undefined,
    );
  };
  return (
    <Dialog title={t('focus.correctTitle')} onClose={onClose}>
      <Form className={dialogContent.stack} onSubmit={save}>
        <Field label={t('focus.lasted')}>
          {(wiring) => <AmountField {...wiring} value={minutes} onChange={setMinutes} />}
        </Field>
        <Switch label={t('focus.interrupted')} on={interrupted} onChange={setInterrupted} />
        <div role="alert">
          {correct.error && <p className={text.error}>{problemText(correct.error)}</p>}
        </div>
        <div className={dialogContent.actions}>
          <Button variant="primary" type="submit" loading={correct.isPending}>
            {t('focus.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
