import { useTranslation } from '@/lib/i18n';
import { QuadrantMark } from './QuadrantMark';
import './QuadrantSelect.css';

const QUADRANTS = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
type QuadrantName = (typeof QUADRANTS)[number];

interface QuadrantSelectProps {
  label: string;
  value: QuadrantName;
  onChange: (quadrant: QuadrantName) => void;
}

/** A narrow select: shows the mark, and offers the quadrants by their full names. */
export function QuadrantSelect({ label, value, onChange }: QuadrantSelectProps) {
  const { t } = useTranslation();
  return (
    <div className="quadrant-select control">
      <span aria-hidden="true">
        <QuadrantMark quadrant={value} />
      </span>
      <select
        aria-label={label}
        title={t(`quadrant.${value}`)}
        value={value}
        onChange={(event) => {
          const quadrant = QUADRANTS.find((one) => one === event.currentTarget.value);
          if (quadrant) onChange(quadrant);
        }}
      >
        {QUADRANTS.map((quadrant) => (
          <option key={quadrant} value={quadrant}>
            {t(`quadrant.${quadrant}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
