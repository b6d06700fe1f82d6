import type { CSSProperties } from 'react';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import type { NamedChange } from './ComparisonCard';
import styles from './ChangeBars.module.css';

interface ChangeBarsProps {
  title: string;
  changes: readonly NamedChange[];
}

/** Changes as bars to both sides of zero, the largest first. */
export function ChangeBars({ title, changes }: ChangeBarsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const largest = Math.max(0.1, ...changes.map(({ change }) => Math.abs(change)));
  const sorted = [...changes].sort((one, other) => Math.abs(other.change) - Math.abs(one.change));
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles.root} aria-label={title}>
        {sorted.map(({ key, name, previous, current, change }) => (
          <li key={key} className={styles.change}>
            <bdi className={styles.name}>{name}</bdi>
            <span className={styles.track} aria-hidden="true">
              <span
                className={change < 0 ? styles.loss : styles.gain}
                style={{ '--share': Math.abs(change) / largest } as CSSProperties}
              />
            </span>
            <span className={styles.value}>{format.signed(change)}</span>
            <span className={styles.note}>
              {t('analytics.fromTo', {
                before: format.number(previous),
                now: format.number(current),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
