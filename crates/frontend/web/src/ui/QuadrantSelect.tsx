import { clsx } from 'clsx';
import { useTranslation } from '@/lib/i18n';
import { Select } from './Select';
import { QuadrantMark } from './QuadrantMark';
import control from './control.module.css';
import styles from './QuadrantSelect.module.css';

export const QUADRANTS = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
type QuadrantName = (typeof QUADRANTS)[number];

interface QuadrantSelectProps {
  label: string;
  value: QuadrantName;
  onChange: (quadrant: QuadrantName) => void;
}

/** A compact select: shows the quadrant's mark, and lists the quadrants' full names. */
export function QuadrantSelect({ label, value, onChange }: QuadrantSelectProps) {
  const { t } = useTranslation();
  return (
    <div className={clsx(control.root, styles.root)}>
      <span aria-hidden="true">
        <QuadrantMark quadrant={value} />
      </span>
      <Select
        aria-label={label}
        title={t(`quadrant.${value}`)}
        value={value}
        options={QUADRANTS.map((one) => ({ value: one, label: t(`quadrant.${one}`) }))}
        onChange={onChange}
      />
    </div>
  );
}
