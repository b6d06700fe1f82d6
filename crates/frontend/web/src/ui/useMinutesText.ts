import {
  type ComponentProps,
  type KeyboardEvent,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { afterPress } from '@/lib/afterPress';
import { readCount } from '@/lib/counts';
import { useTranslation } from '@/lib/i18n';
import type { MessageKey } from '@/lib/i18n/catalogue';
import { useUnsavedEdits } from '@/lib/leaving';
import { clockMinutes, readMinutes } from '@/lib/minutes';

export interface MinutesText {
  /** The properties of the input. */
  input: ComponentProps<'input'>;
  /** Why the text is not taken, for an element with `problemId` next to the field; null if it is. */
  problem: string | null;
  problemId: string;
  /** Shows the value in place of the text, for another control that sets the value. */
  showValue: () => void;
}

/** How the text of a field is read and shown. */
export interface AmountForm {
  read: (
    typed: string,
  ) => { amount: number | null; problem?: never } | { amount?: never; problem: MessageKey };
  show: (amount: number) => string;
}

const DURATION: AmountForm = {
  read: (typed) => {
    const { minutes, problem } = readMinutes(typed);
    return problem ? { problem: `field.minutes_${problem}` } : { amount: minutes };
  },
  show: clockMinutes,
};

export const COUNT: AmountForm = {
  read: (typed) => {
    const { count, problem } = readCount(typed);
    return problem ? { problem: `field.count_${problem}` } : { amount: count };
  },
  show: String,
};

/**
 * The text of a duration field, or, by its form, of a count's. It is read as a whole when the field is left, when it is confirmed
 * with Enter, and when the page or the field goes away; while it is being typed nothing is reported.
 * A text that can't be read stays, with a sentence, until it is changed or another control sets the
 * value.
 */
export function useMinutesText(
  value: number | null,
  onChange: (amount: number | null) => void,
  form: AmountForm = DURATION,
): MinutesText {
  const { t } = useTranslation();
  const problemId = useId();
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
    const { amount } = form.read(typed);
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

  const reason = typed === null ? undefined : form.read(typed).problem;
  const sentence = reason && typed !== null ? t(reason, { typed: typed.trim() }) : '';
  // Keeps a form from being submitted without what is in the field.
  useLayoutEffect(() => ref.current?.setCustomValidity(sentence), [sentence]);
  const left = unread !== null && sentence !== '';
  useUnsavedEdits(left);
  const problem = left && shown ? sentence : null;

  const input: ComponentProps<'input'> = {
    ref,
    type: 'text',
    inputMode: 'numeric',
    autoComplete: 'off',
    placeholder: '–',
    value: typed ?? (value === null ? '' : form.show(value)),
    onFocus: (event) => event.currentTarget.select(),
    onChange: (event) => setTyped(event.currentTarget.value),
    onKeyDown: (event) => {
      if (event.key === 'Escape') showValue();
      // At once, for the form's submit and for the blur that follow.
      if (event.key === 'Enter') {
        const taken = flushSync(take);
        setShown(!taken);
        confirm(event, taken);
      }
    },
    onBlur: (event) => {
      // Another window is in front: this field still has the focus.
      if (document.activeElement !== event.currentTarget && !take()) {
        afterPress(() => setShown(true));
      }
    },
  };
  return { input, problem, problemId, showValue };
}

/** After Enter: the form is submitted, or the next field gets the focus. */
function confirm(event: KeyboardEvent<HTMLInputElement>, taken: boolean): void {
  const field = event.currentTarget;
  if (field.form) return;
  event.preventDefault();
  if (!taken) return;
  const fields = [...document.querySelectorAll<HTMLInputElement>('.minutes-field')];
  const next = fields.slice(fields.indexOf(field) + 1);
  next.find((one) => !one.closest('details:not([open])'))?.focus();
}
