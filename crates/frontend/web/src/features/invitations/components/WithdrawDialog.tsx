import type { SentInvitation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { showToast } from '@/ui/toasts';
import { useCancelInvitation } from '../api/cancelInvitation';

interface WithdrawDialogProps {
  invitation: SentInvitation;
  onWithdrawn: () => void;
  onClose: () => void;
}

/** Asks before an invitation is taken back: its link can't be made valid again. */
export function WithdrawDialog({ invitation, onWithdrawn, onClose }: WithdrawDialogProps) {
  const { t } = useTranslation();
  const { id, email } = invitation;
  const cancel = useCancelInvitation(id);
  return (
    <ConfirmDialog
      title={t('invitation.withdrawTitle', { email })}
      hint={t('invitation.withdrawHint')}
      confirm={t('invitation.withdraw')}
      action={cancel}
      onConfirm={() =>
        cancel.mutate(undefined, {
          onSuccess: () => {
            showToast(t('invitation.withdrawn', { email }));
            onWithdrawn();
          },
        })
      }
      onClose={onClose}
    />
  );
}
