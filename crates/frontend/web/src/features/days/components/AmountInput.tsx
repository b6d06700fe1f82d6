import type { AmountInputProps } from './amountProps';
import { CheckInput } from './CheckInput';
import { CountStepper } from './CountStepper';
import { MinutesStepper } from './MinutesStepper';

/** The control for an amount in the measure of its habit. */
export function AmountInput(props: AmountInputProps) {
  const { entry, amount, text, onChange } = props;
  switch (entry.measure) {
    case 'minutes':
      return <MinutesStepper entry={entry} minutes={amount} text={text} onChange={onChange} />;
    case 'count':
      return <CountStepper {...props} />;
    case 'check':
      return <CheckInput {...props} />;
  }
}
