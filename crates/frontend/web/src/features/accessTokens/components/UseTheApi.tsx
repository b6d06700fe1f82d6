import { clsx } from 'clsx';
import { runtimeConfig } from '@/config/runtime';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { useShare } from '@/ui/useShare';
import { examplesFor } from '../examples';
import text from '@/ui/text.module.css';
import details from '@/ui/details.module.css';
import styles from './UseTheApi.module.css';

/** Commands that run as they are, with this installation's address. */
export function UseTheApi() {
  const { t } = useTranslation();
  const { copy } = useShare();
  const api = new URL(runtimeConfig.apiUrl, window.location.origin).href.replace(/\/$/, '');
  return (
    <details className={clsx(details.root, styles.root)}>
      <summary>{t('tokens.help')}</summary>
      <div className={styles.content}>
        <p className={text.hint}>{t('tokens.helpHint')}</p>
        <ol className={styles.steps}>
          {examplesFor(api).map(({ key, command }) => (
            <li key={key}>
              <p>{t(key)}</p>
              <pre className={styles.command} translate="no">
                <code>{command}</code>
              </pre>
              <Button
                icon="copy"
                variant="quiet"
                aria-label={t('tokens.copyCommandOf', { what: t(key) })}
                onClick={() => void copy(command, t('tokens.commandCopied'))}
              >
                {t('tokens.copyCommand')}
              </Button>
            </li>
          ))}
        </ol>
        <p className={text.hint}>{t('tokens.limits')}</p>
        <a className={styles.docs} href={`${api}/docs/`}>
          {t('tokens.docs')}
        </a>
      </div>
    </details>
  );
}
