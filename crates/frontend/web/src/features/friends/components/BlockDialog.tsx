import type { Person } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { showToast } from '@/ui/toasts';
import { useBlockPerson } from '../api/blockPerson';

interface BlockDialogProps {
  person: Person;
  onBlocked: () => void;
  onClose: () => void;
}

export function BlockDialog({ person: { id, name }, onBlocked, onClose }: BlockDialogProps) {
  const { t } = useTranslation();
  const block = useBlockPerson();
  return (
    <ConfirmDialog
      title={t('friends.blockTitle', { name })}
      hint={t('friends.blockHint')}
      confirm={t('friends.block')}
      action={block}
      onConfirm={() =>
        block.mutate(id, {
          onSuccess: () => {
            showToast(t('friends.isBlocked', { name }));
            onBlocked();
          },
        })
      }
      onClose={onClose}
    />
  );
}
