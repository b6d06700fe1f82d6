import { clsx } from 'clsx';
import { useRef, useState } from 'react';
import type { Day, User } from '@/api/types';
import { firstRun, type FirstRunStep } from '@/lib/firstRun';
import { useTranslation } from '@/lib/i18n';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import type { DayDraft } from '../draft';
import styles from './FirstRun.module.css';

const STEPS = ['look', 'minutes', 'number'] as const satisfies readonly FirstRunStep[];

interface FirstRunProps {
  user: User;
  day: Day;
  draft: DayDraft;
}

/** The first run after signing up: three steps to a first saved day, shown above the day. */
export function FirstRun({ user, day, draft }: FirstRunProps) {
  const { t } = useTranslation();
  const [stored, setStored] = useState(() => firstRun.step(user.id));
  const section = useRef<HTMLElement>(null);
  if (stored === null) return null;

  const entered = Object.values(draft.entries).some(({ amount }) => amount !== null);
  const step = day.saved && day.kpi !== null ? 'number' : entered ? 'minutes' : stored;
  const at = STEPS.indexOf(step);
  const go = (next: FirstRunStep) => {
    firstRun.go(user.id, next);
    setStored(next);
    // The pressed button is removed together with its step.
    section.current?.focus();
  };
  const end = () => {
    firstRun.end(user.id);
    setStored(null);
  };

  return (
    <section ref={section} tabIndex={-1} className={styles.root} aria-label={t('firstRun.title')}>
      <header className={styles.header}>
        <h2>{t('firstRun.title')}</h2>
        <IconButton
          className={styles.close}
          icon="close"
          label={t('firstRun.dismiss')}
          onClick={end}
        />
      </header>
      <ol className={styles.steps}>
        {STEPS.map((name, index) => (
          <li
            key={name}
            className={clsx(styles.step, index === at && styles.now)}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className={styles.mark} aria-hidden="true">
              {index < at ? <Icon name="check" size={14} /> : index + 1}
            </span>
            <div>
              <p className={styles.name}>
                {t(`firstRun.${name}`)}
                {index < at && <span className="visually-hidden"> ({t('firstRun.done')})</span>}
              </p>
              {index === at && <p className={styles.hint}>{t(`firstRun.${name}Hint`)}</p>}
            </div>
          </li>
        ))}
      </ol>
      {step === 'look' && <Button onClick={() => go('minutes')}>{t('firstRun.looked')}</Button>}
      {step === 'number' && <Button onClick={end}>{t('firstRun.finish')}</Button>}
    </section>
  );
}
