import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Switch } from '@/ui/Switch';
import {
  type Shortcut,
  SHORTCUT_KEYS,
  SHORTCUTS,
  setShortcuts,
  useShortcuts,
  useShortcutsOn,
} from '../shortcuts';
import styles from './Shortcuts.module.css';

/** The keys in a habit's field. */
const FIELD_KEYS = [
  { keys: ['Enter', '↓'], label: 'shortcuts.down' },
  { keys: ['Shift+Enter', '↑'], label: 'shortcuts.up' },
  { keys: ['Shift+↑', 'Shift+↓'], label: 'shortcuts.step' },
  { keys: ['Alt+↓'], label: 'shortcuts.quality' },
  { keys: ['Esc'], label: 'shortcuts.revert' },
] as const;

/** The shortcuts of a day's page, with the dialog that lists them and turns them off. */
export function Shortcuts({ run }: { run: (shortcut: Exclude<Shortcut, 'help'>) => void }) {
  const { t } = useTranslation();
  const on = useShortcutsOn();
  const [open, setOpen] = useState(false);
  useShortcuts(on, (shortcut) => {
    if (shortcut === 'help') setOpen(true);
    else run(shortcut);
  });
  return (
    <>
      <IconButton
        className={styles.open}
        icon="keyboard"
        label={t('shortcuts.title')}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Dialog title={t('shortcuts.title')} onClose={() => setOpen(false)}>
          <div className={styles.root}>
            <Switch label={t('shortcuts.on')} on={on} onChange={setShortcuts}>
              {t('shortcuts.onHint')}
            </Switch>
            <h3>{t('shortcuts.anywhere')}</h3>
            <KeyList
              rows={SHORTCUTS.map((shortcut) => ({
                keys: [SHORTCUT_KEYS[shortcut]],
                label: t(`shortcuts.${shortcut}`),
              }))}
            />
            <h3>{t('shortcuts.field')}</h3>
            <KeyList rows={FIELD_KEYS.map(({ keys, label }) => ({ keys, label: t(label) }))} />
          </div>
        </Dialog>
      )}
    </>
  );
}

function KeyList({ rows }: { rows: readonly { keys: readonly string[]; label: string }[] }) {
  return (
    <dl className={styles.list}>
      {rows.map(({ keys, label }) => (
        <div key={label}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  );
}
