import {
  type ComponentProps,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { afterPress } from '@/lib/afterPress';
import { readCount } from '@/lib/counts';
import { type MessageKey, useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { clockMinutes, readMinutes } from '@/lib/minutes';
import { focusField, amountInputs } from './amountInputs';

export interface AmountText {
  /** The properties of the input. */
  input: ComponentProps<'input'>;
  /** Why the text is not taken, for an element with `errorId` next to the field; null if it is. */
  error: string | null;
  errorId: string;
  /** Shows the value in place of the text, for another control that sets the value. */
  showValue: () => void;
  /** Reads the text at once, as Enter does; false if it can't be read. */
  confirm: () => boolean;
}

/** An amount that is shown in a field and waits for Enter. */
export interface ProposedAmount {
  amount: number | null;
  /** They are taken, or something else is done. */
  onEnd: () => void;
}

/** How the text of a field is read and shown. */
export interface AmountFormat {
  read: (
    typed: string,
  ) => { amount: number | null; problem?: never } | { amount?: never; problem: MessageKey };
  show: (amount: number) => string;
}

export const DURATION: AmountFormat = {
  read: (typed) => {
    const { minutes, problem } = readMinutes(typed);
    return problem ? { problem: `field.minutes_${problem}` } : { amount: minutes };
  },
  show: clockMinutes,
};

export const COUNT: AmountFormat = {
  read: (typed) => {
    const { count, problem } = readCount(typed);
    return problem ? { problem: `field.count_${problem}` } : { amount: count };
  },
  show: String,
};

/**
 * The text of a duration field, or, by its form, of a count's. It is read as a whole when the field is
 * left, when it is confirmed with Enter, and when the page or the field goes away; while it is being typed
 * nothing is reported. A text that can't be read stays, with a sentence, until it is changed or another control sets the
 * value.
 */
export function useAmountInput(
  value: number | null,
  onChange: (amount: number | null) => void,
  format: AmountFormat = DURATION,
  proposed?: ProposedAmount,
): AmountText {
  const { t } = useTranslation();
  const errorId = useId();
  const ref = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  /** The text with which the field was left, though it could not be read. */
  const [unread, setUnread] = useState<string | null>(null);
  /** Whether the sentence is shown; it moves what is below. */
  const [shown, setShown] = useState(false);
  const [known, setKnown] = useState(value);

  const showValue = () => {
    setTyped(null);
    setUnread(null);
    setShown(false);
  };
  if (value !== known) {
    setKnown(value);
    if (unread !== null && typed === unread) showValue();
  }

  const report = (): boolean => {
    if (typed === null) return true;
    const { amount } = format.read(typed);
    if (amount === undefined) return false;
    if (amount !== value) onChange(amount);
    return true;
  };
  const take = (): boolean => {
    const taken = report();
    if (taken) showValue();
    else setUnread(typed);
    return taken;
  };

  const proposal = proposed?.amount ?? null;
  const endProposal = () => {
    if (proposal !== null) proposed?.onEnd();
  };
  const takeProposal = (): boolean => {
    endProposal();
    if (proposal !== value) onChange(proposal);
    return true;
  };

  const confirm = (): boolean => {
    // At once, for what follows: a form's submit, a blur, another step.
    const taken = flushSync(proposal === null ? take : takeProposal);
    setShown(!taken);
    return taken;
  };

  const pending = typed !== null;
  const reportLast = useEffectEvent(report);
  useLayoutEffect(() => {
    if (!pending) return undefined;
    // The text stays as it is: the page may stay, or come back while it is still being typed.
    const leave = () => void reportLast();
    const hide = () => {
      if (document.visibilityState === 'hidden') leave();
    };
    // Captured, so that the value is set before others ask for unsaved edits.
    window.addEventListener('beforeunload', leave, { capture: true });
    window.addEventListener('pagehide', leave, { capture: true });
    document.addEventListener('visibilitychange', hide, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', leave, { capture: true });
      window.removeEventListener('pagehide', leave, { capture: true });
      document.removeEventListener('visibilitychange', hide, { capture: true });
    };
  }, [pending]);
  // A navigation may remove the field without a blur.
  useLayoutEffect(() => () => void reportLast(), []);

  const reason = typed === null ? undefined : format.read(typed).problem;
  const sentence = reason && typed !== null ? t(reason, { typed: typed.trim() }) : '';
  // Keeps a form from being submitted without what is in the field.
  useLayoutEffect(() => ref.current?.setCustomValidity(sentence), [sentence]);
  const left = unread !== null && sentence !== '';
  useUnsavedEdits(left);
  const error = left && shown ? sentence : null;

  const shownValue = value === null ? '' : format.show(value);
  const input: ComponentProps<'input'> = {
    ref,
    type: 'text',
    inputMode: 'numeric',
    autoComplete: 'off',
    placeholder: '–',
    value: proposal === null ? (typed ?? shownValue) : format.show(proposal),
    onFocus: (event) => event.currentTarget.select(),
    onChange: (event) => {
      endProposal();
      setTyped(event.currentTarget.value);
    },
    onKeyDown: (event) => {
      if (event.key === 'Escape') {
        endProposal();
        showValue();
      }
      if (event.key === 'Enter') {
        const taken = confirm();
        // A form is submitted.
        if (event.currentTarget.form) return;
        event.preventDefault();
        if (taken) focusField(amountInputs(), event.currentTarget, event.shiftKey ? -1 : 1);
      }
    },
    onBlur: (event) => {
      // Another window is in front: this field still has the focus.
      if (document.activeElement === event.currentTarget) return;
      // What was proposed and not confirmed is dropped.
      endProposal();
      if (!take()) afterPress(() => setShown(true));
    },
  };
  return { input, error, errorId, showValue, confirm };
}
