import { useTranslation } from '@/lib/i18n';
import { IconButton } from '@/ui/Button';
import { type FocusSubject, useOpenFocus } from '../focusContext';

interface FocusButtonProps {
  /** To be chosen, if omitted. */
  subject?: FocusSubject;
  className?: string | undefined;
}

/** Opens the start of a focus session; nothing where none can start, as on another day. */
export function FocusButton({ subject, className }: FocusButtonProps) {
  const { t } = useTranslation();
  const open = useOpenFocus();
  if (!open) return null;
  const label = subject ? t('focus.startOn', { name: subject.name }) : t('focus.start');
  return (
    <IconButton
      icon="timer"
      label={label}
      className={className}
      aria-haspopup="dialog"
      onClick={() => open(subject)}
    />
  );
}
