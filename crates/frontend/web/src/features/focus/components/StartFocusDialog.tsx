import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SelectField } from '@/ui/Select';
import { useStartFocus } from '../api/changeFocus';
import type { FocusSubject } from '../focusContext';
import { focusPanelId } from '../panelId';
import { lastLength, LENGTHS } from '../preferences';
import { allowSound } from '../sound';
import { useFocusProblem } from '../useFocusProblem';
import { FocusOptions } from './FocusOptions';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';

interface StartFocusDialogProps {
  date: string;
  subjects: readonly FocusSubject[];
  chosen: FocusSubject | undefined;
  onClose: () => void;
}

const valueOf = ({ of, id }: FocusSubject) => `${of} ${id}`;

/** Chooses what to focus on; the length that is pressed starts. */
export function StartFocusDialog({ date, subjects, chosen, onClose }: StartFocusDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useFocusProblem();
  const start = useStartFocus();
  const [subject, setSubject] = useState(chosen ?? subjects[0]);
  const usual = lastLength.get();

  const press = (minutes: number | null) => {
    if (!subject) return;
    allowSound();
    lastLength.set(minutes);
    const { of, id, name } = subject;
    start.mutate(
      { ...(of === 'habit' ? { habitId: id } : { taskId: id }), name, date, minutes },
      {
        onSuccess: () => {
          flushSync(onClose);
          document.getElementById(focusPanelId)?.focus();
        },
      },
    );
  };

  return (
    <Dialog title={t('focus.start')} onClose={onClose}>
      <div className={dialogContent.stack}>
        {subject ? (
          <>
            <SelectField
              label={t('focus.on')}
              value={valueOf(subject)}
              options={subjects.map((one) => ({ value: valueOf(one), label: one.name }))}
              onChange={(value) => setSubject(subjects.find((one) => valueOf(one) === value))}
            />
            <div className={dialogContent.actions} role="group" aria-label={t('focus.length')}>
              {LENGTHS.map((minutes) => (
                <Button
                  key={minutes}
                  variant={minutes === usual ? 'primary' : 'plain'}
                  loading={start.isPending}
                  onClick={() => press(minutes)}
                >
                  {minutes === null ? t('focus.openEnd') : format.duration(minutes)}
                </Button>
              ))}
            </div>
            <div role="alert">
              {start.error && <p className={text.error}>{problemText(start.error)}</p>}
            </div>
          </>
        ) : (
          <p>{t('focus.nothing')}</p>
        )}
        <FocusOptions />
      </div>
    </Dialog>
  );
}
