import { useTranslation } from '@/lib/i18n';
import { Choice } from './Choice';
import { QuadrantMark } from './QuadrantMark';
import './QuadrantSelect.css';

export const QUADRANTS = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
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
      <Choice
        aria-label={label}
        title={t(`quadrant.${value}`)}
        value={value}
        options={QUADRANTS.map((one) => ({ value: one, label: t(`quadrant.${one}`) }))}
        onChange={onChange}
      />
    </div>
  );
}
