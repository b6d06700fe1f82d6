import { clsx } from 'clsx';
import styles from './Skeleton.module.css';

const SHAPES = {
  line: styles.line,
  row: styles.row,
  block: styles.block,
  number: styles.number,
};

/** A placeholder for loading content. The region around it has `aria-busy`. */
export function Skeleton({
  shape = 'line',
  count = 1,
}: {
  shape?: keyof typeof SHAPES;
  count?: number;
}) {
  return Array.from({ length: count }, (_, index) => (
    <div
      key={index}
      className={clsx(styles.root, SHAPES[shape])}
      data-page-inset
      aria-hidden="true"
    />
  ));
}
