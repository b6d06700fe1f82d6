import { useRef, useState } from 'react';
import type { AccessToken, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useAccessTokens } from '../api/listTokens';
import { useRevokeToken } from '../api/revokeToken';
import { AccessTokenItem } from './AccessTokenItem';
import { CreateToken } from './CreateToken';
import { UseTheApi } from './UseTheApi';
import text from '@/ui/text.module.css';
import styles from './AccessTokensCard.module.css';

/** The tokens with which programs use the API: a list, a form for another one, and how they are used. */
export function AccessTokensCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const tokens = useAccessTokens();
  const revoke = useRevokeToken();
  const [asked, setAsked] = useState<AccessToken | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const confirm = ({ id, name }: AccessToken) =>
    revoke.mutate(id, {
      onSuccess: () => {
        setAsked(null);
        showToast(t('tokens.revoked', { name }));
        // The button is removed together with its token.
        list.current?.focus();
      },
    });
  return (
    <Card title={t('tokens.title')}>
      <div className={styles.root}>
        <p className={text.hint}>{t('tokens.hint')}</p>
        <QueryBoundary
          query={tokens}
          errorTitle={t('tokens.failed')}
          skeleton={<Skeleton shape="row" count={1} />}
        >
          {(all) => (
            <ul className={styles.list} ref={list} tabIndex={-1} aria-label={t('tokens.title')}>
              {all.map((token) => (
                <AccessTokenItem
                  key={token.id}
                  token={token}
                  timeZone={user.timeZone}
                  onRevoke={() => {
                    revoke.reset();
                    setAsked(token);
                  }}
                />
              ))}
            </ul>
          )}
        </QueryBoundary>
        <CreateToken />
        <UseTheApi />
      </div>
      {asked && (
        <ConfirmDialog
          title={t('tokens.revokeTitle', { name: asked.name })}
          hint={t('tokens.revokeHint')}
          confirm={t('tokens.revokeConfirm')}
          action={revoke}
          onConfirm={() => confirm(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}
