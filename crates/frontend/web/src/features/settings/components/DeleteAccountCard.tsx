import { useState } from 'react';
import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { DeleteAccountDialog } from './DeleteAccountDialog';

export function DeleteAccountCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Card title={t('settings.danger')}>
      <div className="settings-form">
        <p className="settings-form-note">{t('settings.deleteHint')}</p>
        <Button variant="danger" onClick={() => setOpen(true)}>
          {t('settings.deleteOpen')}
        </Button>
      </div>
      {open && <DeleteAccountDialog user={user} onClose={() => setOpen(false)} />}
    </Card>
  );
}
