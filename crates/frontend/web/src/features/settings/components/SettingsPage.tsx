import { clsx } from 'clsx';
import { runtimeConfig } from '@/config/runtime';
import { AccessTokensCard } from '@/features/accessTokens';
import { AdministrationCard } from '@/features/admin';
import { useMe, useToday } from '@/features/auth';
import { HabitSettings } from '@/features/habits';
import { NotificationPreferencesCard } from '@/features/notifications';
import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { AppearanceCard } from './AppearanceCard';
import { DeleteAccountCard } from './DeleteAccountCard';
import { PasswordCard } from './PasswordCard';
import { PrivacyCard } from './PrivacyCard';
import { ProfileCard } from './ProfileCard';
import { SessionsCard } from './SessionsCard';
import columns from '@/ui/columns.module.css';
import styles from './SettingsPage.module.css';

export function SettingsPage() {
  const me = useMe();
  return me.data ? <SettingsOf user={me.data} /> : null;
}

function SettingsOf({ user }: { user: User }) {
  const { t } = useTranslation();
  const today = useToday(user);
  return (
    <Page>
      <PageHeading title={t('settings.title')}>{t('settings.title')}</PageHeading>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          <AdministrationCard user={user} />
          <HabitSettings today={today} id="habits" />
          <PasswordCard user={user} />
          <SessionsCard user={user} />
          <AccessTokensCard user={user} />
        </div>
        <div className={columns.column}>
          <AppearanceCard user={user} />
          <ProfileCard user={user} />
          <NotificationPreferencesCard />
          <PrivacyCard />
          <DeleteAccountCard user={user} />
          <p className={styles.settingsVersion}>
            {t('settings.version', { version: runtimeConfig.appVersion })}
          </p>
        </div>
      </div>
    </Page>
  );
}
