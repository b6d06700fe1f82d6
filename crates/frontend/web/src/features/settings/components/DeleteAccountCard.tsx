import { useState } from 'react';
import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { DeleteAccountDialog } from './DeleteAccountDialog';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

export function DeleteAccountCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Card title={t('settings.danger')}>
      <div className={settings.form}>
        <p className={text.hint}>{t('settings.deleteHint')}</p>
        <Button variant="danger" onClick={() => setOpen(true)}>
          {t('settings.deleteOpen')}
        </Button>
      </div>
      {open && <DeleteAccountDialog user={user} onClose={() => setOpen(false)} />}
    </Card>
  );
}
