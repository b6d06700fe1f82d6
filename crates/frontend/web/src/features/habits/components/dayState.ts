import { clsx } from 'clsx';
import bands from '@/ui/bands.module.css';
import type { DayState } from '../history';
import styles from './dayState.module.css';

/** The look of each state, in three steps of the bands' hue. */
export const STATE_CLASSES: Readonly<Record<DayState, string>> = {
  unscheduled: clsx(styles.unscheduled),
  open: clsx(styles.open),
  missed: clsx(styles.open),
  partly: clsx(bands.needs_attention, styles.filled),
  done: clsx(bands.good, styles.filled),
  more: clsx(bands.exceptional, styles.filled),
};
