import type { Explanation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useTermName, useTermReason } from '../useTermText';
import { layOutWaterfall, type WaterfallBar } from '../waterfall';
import './WaterfallChart.css';

/** A waterfall chart of the KPI's terms, each with its reason. */
export function WaterfallChart({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useTermName();
  const reasonOf = useTermReason();
  const { bars, total, zero } = layOutWaterfall(explanation.terms, explanation.total);
  return (
    <ol
      className="waterfall"
      aria-label={t('explain.chartLabel', { total: format.number(explanation.total) })}
    >
      {explanation.terms.map((term, index) => {
        const bar = bars[index];
        return (
          <li key={term.code} className="waterfall-term">
            <p className="waterfall-line">
              <span>{nameOf(term.code)}</span>
              <span className="waterfall-points">
                {index === 0 ? format.number(term.points) : format.signed(term.points)}
              </span>
            </p>
            {bar && <Bar bar={bar} zero={zero} variant={term.points < 0 ? 'minus' : 'plus'} />}
            <p className="waterfall-reason">{reasonOf(term)}</p>
          </li>
        );
      })}
      <li className={`waterfall-term waterfall-total band-${explanation.band}`}>
        <p className="waterfall-line">
          <span>{t('explain.total')}</span>
          <span className="waterfall-points">{format.number(explanation.total)}</span>
        </p>
        <Bar bar={total} zero={zero} variant="total" />
      </li>
    </ol>
  );
}

const WIDTH = 1000;

function Bar({ bar, zero, variant }: { bar: WaterfallBar; zero: number; variant: string }) {
  return (
    <svg
      className="waterfall-bar"
      viewBox={`0 0 ${WIDTH} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="waterfall-axis" x={0} y={4.5} width={WIDTH} height={1} />
      <rect className="waterfall-zero" x={zero * WIDTH} y={0} width={2} height={10} />
      <rect
        className={`waterfall-${variant}`}
        x={bar.left * WIDTH}
        y={0}
        // A term of zero points still marks the running sum.
        width={Math.max(4, (bar.right - bar.left) * WIDTH)}
        height={10}
      />
    </svg>
  );
}
