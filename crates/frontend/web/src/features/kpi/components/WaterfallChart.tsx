import { clsx } from 'clsx';
import type { Explanation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useTermName, useTermReason } from '../useTermText';
import { layOutWaterfall, type WaterfallBar } from '../waterfall';
import bands from '@/ui/bands.module.css';
import styles from './WaterfallChart.module.css';

/** A waterfall chart of the KPI's terms, each with its reason. */
export function WaterfallChart({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useTermName();
  const reasonOf = useTermReason();
  const { bars, total, zero } = layOutWaterfall(explanation.terms, explanation.total);
  return (
    <ol
      className={styles.root}
      aria-label={t('explain.chartLabel', { total: format.number(explanation.total) })}
    >
      {explanation.terms.map((term, index) => {
        const bar = bars[index];
        return (
          <li key={term.code} className={styles.term}>
            <p className={styles.line}>
              <span>{nameOf(term.code)}</span>
              <span className={styles.points}>
                {index === 0 ? format.number(term.points) : format.signed(term.points)}
              </span>
            </p>
            {bar && <Bar bar={bar} zero={zero} variant={term.points < 0 ? 'minus' : 'plus'} />}
            <p className={styles.reason}>{reasonOf(term)}</p>
          </li>
        );
      })}
      <li className={clsx(styles.term, styles.totalTerm, bands[explanation.band])}>
        <p className={styles.line}>
          <span>{t('explain.total')}</span>
          <span className={styles.points}>{format.number(explanation.total)}</span>
        </p>
        <Bar bar={total} zero={zero} variant="total" />
      </li>
    </ol>
  );
}

const VARIANTS = { plus: styles.plus, minus: styles.minus, total: styles.total };

const WIDTH = 1000;

function Bar({
  bar,
  zero,
  variant,
}: {
  bar: WaterfallBar;
  zero: number;
  variant: keyof typeof VARIANTS;
}) {
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${WIDTH} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className={styles.axis} x={0} y={4.5} width={WIDTH} height={1} />
      <rect className={styles.zero} x={zero * WIDTH} y={0} width={2} height={10} />
      <rect
        className={VARIANTS[variant]}
        x={bar.left * WIDTH}
        y={0}
        // A term of zero points still marks the running sum.
        width={Math.max(4, (bar.right - bar.left) * WIDTH)}
        height={10}
      />
    </svg>
  );
}
