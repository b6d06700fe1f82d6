import type { AccessToken } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import text from '@/ui/text.module.css';
import styles from './AccessTokenItem.module.css';

interface AccessTokenItemProps {
  token: AccessToken;
  timeZone: string;
  onRevoke: () => void;
}

export function AccessTokenItem({ token, timeZone, onRevoke }: AccessTokenItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, scopes, createdAt, expiresAt, lastUsedAt } = token;
  const moment = (instant: string) => format.moment(instant, timeZone);
  return (
    <li className={styles.root}>
      <div className={styles.text}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
          <span className={styles.scope}>
            {t(scopes.includes('write') ? 'tokens.scope_write' : 'tokens.scope_read')}
          </span>
        </p>
        <p className={text.hint}>
          {lastUsedAt === null
            ? t('tokens.unused')
            : t('tokens.used', { moment: moment(lastUsedAt) })}
        </p>
        <p className={text.hint}>
          {t('tokens.created', { moment: moment(createdAt) })}
          {' · '}
          {expiresAt === null
            ? t('tokens.endless')
            : t('tokens.expires', { moment: moment(expiresAt) })}
        </p>
      </div>
      <Button aria-label={t('tokens.revokeOf', { name })} onClick={onRevoke}>
        {t('tokens.revoke')}
      </Button>
    </li>
  );
}
