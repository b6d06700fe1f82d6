import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { CodeToShare } from '@/ui/CodeToShare';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useOwnCode } from '../api/getOwnCode';
import { useRenewCode } from '../api/renewCode';
import { useCodeLink } from '../useCodeLink';

/** The code by which others find the user, to tell, to send and to scan. */
export function OwnCodeCard() {
  const { t } = useTranslation();
  return (
    <Card title={t('friends.ownCode')}>
      <QueryBoundary
        query={useOwnCode()}
        errorTitle={t('friends.codeFailed')}
        skeleton={<Skeleton shape="block" />}
      >
        {({ code }) => <OwnCode code={code} />}
      </QueryBoundary>
    </Card>
  );
}

function OwnCode({ code }: { code: string }) {
  const { t } = useTranslation();
  const linkOf = useCodeLink();
  const [renewing, setRenewing] = useState(false);
  return (
    <CodeToShare
      code={code}
      hint={t('friends.ownCodeHint')}
      link={linkOf(code)}
      qrLabel={t('friends.qr')}
    >
      <Button variant="quiet" onClick={() => setRenewing(true)}>
        {t('friends.renew')}
      </Button>
      {renewing && <RenewDialog onClose={() => setRenewing(false)} />}
    </CodeToShare>
  );
}

function RenewDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const renew = useRenewCode();
  return (
    <ConfirmDialog
      title={t('friends.renewTitle')}
      hint={t('friends.renewHint')}
      confirm={t('friends.renewConfirm')}
      action={renew}
      onConfirm={() =>
        renew.mutate(undefined, {
          onSuccess: () => {
            showToast(t('friends.renewed'));
            onClose();
          },
        })
      }
      onClose={onClose}
    />
  );
}
