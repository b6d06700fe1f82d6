import { useId, useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import type { LawOfDay } from '../laws';
import { useTermName } from '../useTermText';
import styles from './LawItem.module.css';

interface LawItemProps {
  ofDay: LawOfDay;
  sentence: string;
}

/** A law: its name, what it gave of what it can, a sentence about the day, and its rule behind "?". */
export function LawItem({ ofDay, sentence }: LawItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useTermName();
  const [open, setOpen] = useState(false);
  const aboutId = useId();
  const { law, term } = ofDay;
  const name = nameOf(law.code);
  const points = term ? format.signed(term.points) : format.number(0);
  return (
    <li className={styles.root}>
      <p className={styles.line}>
        <span className={styles.name}>{name}</span>
        <span className={styles.points}>
          {law.maxPoints > 0
            ? t('law.gave', { points, most: format.number(law.maxPoints) })
            : t('law.takes', { points, least: format.number(-law.minPoints) })}
        </span>
      </p>
      <button
        type="button"
        className={styles.toggle}
        aria-label={t('law.about', { law: name })}
        title={t('law.about', { law: name })}
        aria-expanded={open}
        aria-controls={open ? aboutId : undefined}
        onClick={() => setOpen(!open)}
      >
        ?
      </button>
      <p className={styles.sentence}>{sentence}</p>
      {open && (
        <div className={styles.about} id={aboutId}>
          <p>{law.rule}</p>
          <p>{law.source}</p>
        </div>
      )}
    </li>
  );
}
