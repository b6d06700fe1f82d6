import { type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Form } from '@/ui/Form';
import text from '@/ui/text.module.css';
import styles from './StepCard.module.css';

const STEPS = 3;

interface StepCardProps {
  heading: Ref<HTMLHeadingElement>;
  step: number;
  title: string;
  hint: string;
  /** The buttons, the one that goes on first. */
  actions: ReactNode;
  onSubmit: () => Promise<void> | void;
  children: ReactNode;
}

/** A step of the first run, with its place among the steps. */
export function StepCard(props: StepCardProps) {
  const { heading, step, title, hint, actions, onSubmit, children } = props;
  const { t } = useTranslation();
  const titleId = useId();
  return (
    <section className={styles.root} aria-labelledby={titleId}>
      <header className={styles.header}>
        <progress
          className={styles.progress}
          value={step}
          max={STEPS}
          aria-label={t('firstRun.progress')}
        />
        <p className={text.hint}>{t('firstRun.step', { step, steps: STEPS })}</p>
        <h2 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p className={text.hint}>{hint}</p>
      </header>
      <Form className={styles.form} onSubmit={onSubmit}>
        {children}
        <div className={styles.actions}>{actions}</div>
      </Form>
    </section>
  );
}
