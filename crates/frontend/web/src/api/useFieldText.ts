import { useCallback } from 'react';
import { type MessageKey, useTranslation } from '@/lib/i18n';
import type { FieldError } from './problem';

/** By the error's code; other errors are shown in the server's words. */
const MESSAGES: Partial<Record<string, MessageKey>> = {
  required: 'field.required',
  email_invalid: 'field.email',
  domain_not_allowed: 'field.domainNotAllowed',
  password_too_short: 'field.passwordShort',
  password_too_long: 'field.passwordLong',
  directional_controls: 'field.directional',
  date_out_of_range: 'field.dateOutOfRange',
  friend_code_invalid: 'field.code',
  own_code: 'field.ownCode',
  own_address: 'field.ownAddress',
  amounts_in_other_measure: 'field.amountsInOtherMeasure',
  unit_feeds_goal: 'field.unitFeedsGoal',
};

/** Turns the error of a field into a message for the user. */
export function useFieldText(): (error: FieldError | undefined) => string | undefined {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      const key = error && MESSAGES[error.code];
      return key ? t(key) : error?.message;
    },
    [t],
  );
}
