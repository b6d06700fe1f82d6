import type { OpenSession } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { deviceOf } from '../userAgent';
import text from '@/ui/text.module.css';
import styles from './SessionItem.module.css';

interface SessionItemProps {
  session: OpenSession;
  timeZone: string;
  ending: boolean;
  /** Ends the session; `device` is its displayed name. */
  onEnd: (device: string) => void;
}

export function SessionItem({ session, timeZone, ending, onEnd }: SessionItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { program, system } = deviceOf(session.userAgent ?? '');
  const device =
    program && system
      ? t('settings.sessionOn', { program, system })
      : (program ?? system ?? t('settings.sessionUnknown'));
  const lastUsed = t('settings.sessionUsed', {
    moment: format.moment(session.lastUsedAt, timeZone),
  });

  return (
    <li className={styles.session}>
      <div className={styles.sessionText}>
        <p className={styles.sessionDevice}>
          {device}
          {session.current && (
            <span className={styles.sessionCurrent}>{t('settings.sessionHere')}</span>
          )}
        </p>
        <p className={text.hint}>{[lastUsed, session.address].filter(Boolean).join(' · ')}</p>
      </div>
      {!session.current && (
        <Button
          aria-label={t('settings.sessionEndOf', { device, used: lastUsed })}
          loading={ending}
          onClick={() => onEnd(device)}
        >
          {t('settings.sessionEnd')}
        </Button>
      )}
    </li>
  );
}
