import type { Entry } from '@/api/types';
import type { MinutesText } from '@/ui/useMinutesText';

/** The properties of a control for an amount. */
export interface AmountInputProps {
  entry: Entry;
  amount: number | null;
  /** The text of the field; a check has none. */
  text: MinutesText;
  /** The sentence about an amount that is proposed, if one is. */
  proposalId: string | undefined;
  onChange: (amount: number | null) => void;
  onStep: (direction: 1 | -1) => void;
  onOpenQuality: () => void;
}
