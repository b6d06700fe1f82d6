import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { ProfileInput, User } from '@/api/types';
import { useUpdateMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { Segmented } from '@/ui/Segmented';
import { showToast } from '@/ui/toasts';
import settings from './settings.module.css';

/** Language and theme: applied at once and stored in the account. */
export function AppearanceCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const update = useUpdateMe();
  // Local state, so that the control changes before the cache notifies.
  const [chosen, setChosen] = useState<Partial<ProfileInput>>({});
  const set = (change: Partial<ProfileInput>) => {
    setChosen({ ...chosen, ...change });
    update.change(user, change).catch((error: unknown) => {
      setChosen({});
      showToast(problemText(error));
    });
  };
  return (
    <Card title={t('settings.appearance')}>
      <div className={settings.form}>
        <Segmented
          label={t('settings.language')}
          value={chosen.language ?? user.language}
          options={[
            { value: 'en', label: t('settings.english'), lang: 'en' },
            { value: 'ru', label: t('settings.russian'), lang: 'ru' },
          ]}
          onChange={(language) => set({ language })}
        />
        <Segmented
          label={t('settings.theme')}
          value={chosen.theme ?? user.theme}
          options={[
            { value: 'system', label: t('settings.themeSystem') },
            { value: 'light', label: t('settings.themeLight') },
            { value: 'dark', label: t('settings.themeDark') },
          ]}
          onChange={(theme) => set({ theme })}
        />
      </div>
    </Card>
  );
}
