import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useOwnCode } from '../api/getOwnCode';
import { useRenewCode } from '../api/renewCode';
import { linkOfCode } from '../friendCode';
import { qrPath } from '../qrPath';
import { useShare } from '../useShare';
import { ShareButton } from './ShareButton';
import text from '@/ui/text.module.css';
import styles from './OwnCodeCard.module.css';

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
  const { copy } = useShare();
  const [renewing, setRenewing] = useState(false);
  return (
    <div className={styles.root}>
      <p className={text.hint}>{t('friends.ownCodeHint')}</p>
      <p className={styles.code} translate="no">
        {code}
      </p>
      <div className={styles.buttons}>
        <Button icon="copy" onClick={() => void copy(code, t('friends.codeCopied'))}>
          {t('friends.copyCode')}
        </Button>
        <ShareButton code={code} />
      </div>
      <QrCode link={linkOfCode(code)} />
      <Button variant="quiet" onClick={() => setRenewing(true)}>
        {t('friends.renew')}
      </Button>
      {renewing && <RenewDialog onClose={() => setRenewing(false)} />}
    </div>
  );
}

function QrCode({ link }: { link: string }) {
  const { t } = useTranslation();
  const { size, path } = qrPath(link);
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={t('friends.qr')}
    >
      <path d={path} />
    </svg>
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
