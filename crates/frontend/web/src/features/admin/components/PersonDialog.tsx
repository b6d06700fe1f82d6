import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { AdministeredPerson } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { LinkToCopy } from '@/ui/LinkToCopy';
import { showToast } from '@/ui/toasts';
import { type Act, useActOnPerson } from '../api/actOnPerson';
import { useMakeResetLink } from '../api/makeResetLink';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';
import styles from './PersonDialog.module.css';

interface PersonDialogProps {
  person: AdministeredPerson;
  isOneself: boolean;
  onClose: () => void;
}

/** What can be done with a person's account. What can't be undone asks for the address. */
export function PersonDialog({ person, isOneself, onClose }: PersonDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const act = useActOnPerson(person.id);
  const link = useMakeResetLink(person.id);
  const [typed, setTyped] = useState('');
  const { name, email, role, disabled } = person;
  const otherRole = role === 'admin' ? 'user' : 'admin';
  const error = act.error ?? link.error;

  const run = (wanted: Act, done: string, undo?: () => void) => {
    act.mutate(wanted, {
      onSuccess: () => {
        onClose();
        showToast(done, undo && { label: t('app.undo'), run: undo });
      },
    });
  };
  const disabledText = (now: boolean) =>
    t(now ? 'admin.done_disable' : 'admin.done_enable', { name });
  // The dialog, which would show the error, is closed by then.
  const undoDisabled = () => {
    act.mutateAsync({ kind: 'disabled', disabled }).then(
      () => showToast(disabledText(disabled)),
      (failure: unknown) => showToast(problemText(failure)),
    );
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <div className={dialogContent.stack}>
        <p className={text.hint}>{email}</p>
        <div role="alert">{error && <p className={text.error}>{problemText(error)}</p>}</div>
        <div className={styles.acts}>
          <Button onClick={() => run({ kind: 'role', role: otherRole }, t('admin.done_role'))}>
            {t(otherRole === 'admin' ? 'admin.makeAdmin' : 'admin.makeUser')}
          </Button>
          <Button onClick={() => run({ kind: 'signOut' }, t('admin.done_signOut'))}>
            {t('admin.signOut')}
          </Button>
          <Button onClick={() => run({ kind: 'mailLink' }, t('admin.done_mailLink'))}>
            {t('admin.mailLink')}
          </Button>
          <Button loading={link.isPending} onClick={() => link.mutate()}>
            {t('admin.copyLink')}
          </Button>
          {!isOneself && (
            <Button
              onClick={() =>
                run(
                  { kind: 'disabled', disabled: !disabled },
                  disabledText(!disabled),
                  undoDisabled,
                )
              }
            >
              {t(disabled ? 'admin.enable' : 'admin.disable')}
            </Button>
          )}
        </div>
        {link.data?.path && <LinkToCopy hint={t('admin.linkHint')} path={link.data.path} />}
        {!isOneself && (
          <>
            <TextField
              label={t('admin.deleteConfirm', { email })}
              autoComplete="off"
              value={typed}
              onText={setTyped}
            />
            <Button
              variant="danger"
              disabled={typed.trim().toLowerCase() !== email}
              onClick={() => run({ kind: 'delete' }, t('admin.done_delete'))}
            >
              {t('admin.delete')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
