import type { AmountInputProps } from './amountProps';
import { AmountStepper } from './AmountStepper';
import { CheckInput } from './CheckInput';

/** The control for an amount in the measure of its habit. */
export function AmountInput(props: AmountInputProps) {
  return props.entry.measure === 'check' ? <CheckInput {...props} /> : <AmountStepper {...props} />;
}
