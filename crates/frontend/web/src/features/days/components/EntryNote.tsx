import { useId, useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { TextInput } from '@/ui/TextInput';
import control from '@/ui/control.module.css';
import styles from './EntryNote.module.css';

interface EntryNoteProps {
  habit: string;
  note: string | null;
  onChange: (note: string | null) => void;
}

const MAX_NOTE_LENGTH = 500;

/** The note of an entry, behind a button that shows it while the field is closed. */
export function EntryNote({ habit, note, onChange }: EntryNoteProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.root}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={id}
        aria-label={t('today.noteOf', { habit })}
        onClick={() => setOpen(!open)}
      >
        {note && !open ? <bdi>{note}</bdi> : t('today.note')}
      </button>
      <div className={styles.field} id={id} hidden={!open}>
        {open && (
          <TextInput
            className={control.root}
            aria-label={t('today.noteOf', { habit })}
            maxLength={MAX_NOTE_LENGTH}
            value={note ?? ''}
            onText={(text) => onChange(text === '' ? null : text)}
          />
        )}
      </div>
    </div>
  );
}
