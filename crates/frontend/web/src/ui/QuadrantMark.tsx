import { useTranslation } from '@/lib/i18n';
import styles from './QuadrantMark.module.css';

const CELLS = { Q1: [1, 1], Q2: [9, 1], Q3: [1, 9], Q4: [9, 9] } as const;

/** A cell of the Eisenhower matrix as an icon with a name. */
export function QuadrantMark({ quadrant }: { quadrant: keyof typeof CELLS }) {
  const { t } = useTranslation();
  return (
    <span className={styles.root} title={t(`quadrant.${quadrant}`)}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {Object.entries(CELLS).map(([name, [x, y]]) => (
          <rect
            key={name}
            className={name === quadrant ? styles.cellOn : styles.cell}
            x={x}
            y={y}
            width="6"
            height="6"
            rx="1.5"
          />
        ))}
      </svg>
      <span aria-hidden="true">{quadrant}</span>
      <span className="visually-hidden">{t(`quadrant.${quadrant}`)}</span>
    </span>
  );
}
