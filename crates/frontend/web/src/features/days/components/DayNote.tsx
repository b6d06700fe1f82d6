import { memo, useId } from 'react';
import { Link } from 'wouter';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { changeNote, type Edit } from '../edits';
import text from '@/ui/text.module.css';
import styles from './DayNote.module.css';

const MAX_LENGTH = 2000;
/** The length is shown from here on. */
const NEARLY_FULL = 1800;

interface DayNoteProps {
  note: string | null;
  onEdit: (edit: Edit) => void;
}

/** The note of the day, in a field that grows with its text. */
export const DayNote = memo(function DayNote({ note, onEdit }: DayNoteProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const value = note ?? '';
  const length = characters(value);
  return (
    <Card
      title={t('today.dayNote')}
      aside={
        <Link className={styles.all} href={routes.notes()}>
          {t('today.allNotes')}
        </Link>
      }
    >
      <div className={styles.root} data-text={`${value} `}>
        <textarea
          className={styles.field}
          rows={2}
          dir="auto"
          aria-label={t('today.dayNoteOf')}
          aria-describedby={`${id}-hint`}
          // It counts an emoji twice.
          maxLength={MAX_LENGTH + value.length - length}
          value={value}
          onChange={(event) => onEdit(changeNote(event.currentTarget.value))}
        />
      </div>
      <p className={text.hint} id={`${id}-hint`}>
        {t('today.dayNoteHint')}{' '}
        {length >= NEARLY_FULL &&
          t('today.dayNoteLength', {
            length: format.whole(length),
            most: format.whole(MAX_LENGTH),
          })}
      </p>
    </Card>
  );
});
