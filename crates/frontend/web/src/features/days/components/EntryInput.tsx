import type { EntryInputProps } from './entryInputProps';
import { AmountStepper } from './AmountStepper';
import { CheckInput } from './CheckInput';

/** The control for an amount in the measure of its habit. */
export function EntryInput(props: EntryInputProps) {
  return props.entry.measure === 'check' ? <CheckInput {...props} /> : <AmountStepper {...props} />;
}
