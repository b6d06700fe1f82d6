import { clsx } from 'clsx';
import { useId, useState } from 'react';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import styles from './TeamDescription.module.css';

/** From here on, or from this many lines, the rest is folded, so that the tabs stay on a phone's screen. */
const LONG = 160;
const LINES = 3;

/** What a team says of itself; of a long text the beginning, and the rest on request. */
export function TeamDescription({ description }: { description: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const isLong = characters(description) > LONG || description.split('\n').length > LINES;
  return (
    <div className={styles.root}>
      <p id={id} className={clsx(styles.text, isLong && !open && styles.folded)} dir="auto">
        {description}
      </p>
      {isLong && (
        <Button
          variant="quiet"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen((before) => !before)}
        >
          {t(open ? 'team.descriptionLess' : 'team.descriptionAll')}
        </Button>
      )}
    </div>
  );
}
