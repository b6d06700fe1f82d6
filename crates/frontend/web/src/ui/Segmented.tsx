import { useId } from 'react';
import text from './text.module.css';
import styles from './Segmented.module.css';

interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string; lang?: string }[];
  onChange: (value: V) => void;
  labelHidden?: boolean;
}

/** A segmented control: a few radio buttons shown as one bar. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.root}>
      <legend className={props.labelHidden ? 'visually-hidden' : text.label}>{props.label}</legend>
      <div className={styles.bar}>
        {props.options.map((option) => (
          <label key={option.value} className={styles.option} lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
