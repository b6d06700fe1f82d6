import type { Entry } from '@/api/types';
import type { AmountText } from '@/ui/useAmountInput';

/** The properties of a control for an amount. */
export interface EntryInputProps {
  entry: Entry;
  amount: number | null;
  /** The text of the field; a check has none. */
  text: AmountText;
  /** The sentence about an amount that is proposed, if one is. */
  proposalId: string | undefined;
  onChange: (amount: number | null) => void;
  onStep: (direction: 1 | -1) => void;
  onOpenQuality: () => void;
}
