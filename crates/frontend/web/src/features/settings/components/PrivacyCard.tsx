import { useSyncExternalStore } from 'react';
import { runtimeConfig } from '@/config/runtime';
import { useTranslation } from '@/lib/i18n';
import { asksForPrivacy, choices, isOffered, type Report } from '@/lib/reporting';
import { Card } from '@/ui/Card';
import { Switch } from '@/ui/Switch';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

/** The user's choice about error and usage reports; shown only if any are configured. */
export function PrivacyCard() {
  const { t } = useTranslation();
  const errors = useAccepted('errors');
  const usage = useAccepted('usage');
  if (!isOffered('errors') && !isOffered('usage')) return null;
  const blocked = asksForPrivacy();

  return (
    <Card title={t('settings.privacy')}>
      <div className={settings.form}>
        {isOffered('errors') && (
          <Switch
            label={t('settings.reportErrors')}
            on={errors}
            onChange={(on) => choices.set('errors', on)}
          >
            {t('settings.reportErrorsHint', { host: hostOf(runtimeConfig.sentryDsn) })}
          </Switch>
        )}
        {isOffered('usage') && (
          <Switch
            label={t('settings.reportUsage')}
            on={usage && !blocked}
            disabled={blocked}
            onChange={(on) => choices.set('usage', on)}
          >
            {blocked
              ? t('settings.reportUsageRefused')
              : t('settings.reportUsageHint', { host: hostOf(runtimeConfig.mixpanelApiHost) })}
          </Switch>
        )}
        <p className={text.hint}>{t('settings.privacyHint')}</p>
      </div>
    </Card>
  );
}

function useAccepted(report: Report): boolean {
  return useSyncExternalStore(choices.subscribe, () => !choices.declined(report));
}

function hostOf(url: string | null | undefined): string {
  return url && URL.canParse(url) ? new URL(url).hostname : '';
}
