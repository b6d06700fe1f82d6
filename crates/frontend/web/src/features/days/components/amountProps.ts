import type { Entry } from '@/api/types';
import type { MinutesText } from '@/ui/useMinutesText';

/** The properties of a control for an amount. */
export interface AmountInputProps {
  entry: Entry;
  amount: number | null;
  /** The text of the field; a check has none. */
  text: MinutesText;
  onChange: (amount: number | null) => void;
}
