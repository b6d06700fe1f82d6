import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { SharingSettings, Visibility } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Segmented } from '@/ui/Segmented';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useSharing } from '../api/getSharing';
import { useSetSharing } from '../api/setSharing';
import text from '@/ui/text.module.css';
import styles from './SharingCard.module.css';

const VISIBILITIES = ['nothing', 'kpi', 'habits'] as const satisfies readonly Visibility[];
const AUDIENCES = ['friends', 'teams'] as const satisfies readonly (keyof SharingSettings)[];

/** What others see of the user: saved at once, with Undo. */
export function SharingCard() {
  const { t } = useTranslation();
  return (
    <Card title={t('sharing.title')} id="sharing">
      <QueryBoundary
        query={useSharing()}
        errorTitle={t('sharing.loadFailed')}
        skeleton={<Skeleton shape="row" />}
      >
        {(settings) => <Choices settings={settings} />}
      </QueryBoundary>
    </Card>
  );
}

function Choices({ settings }: { settings: SharingSettings }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const sharing = useSetSharing();
  // Local state, so that the control changes before the cache notifies.
  const [chosen, setChosen] = useState<SharingSettings | null>(null);
  const shown = chosen ?? settings;
  const save = (next: SharingSettings, before?: SharingSettings) => {
    setChosen(next);
    sharing.mutateAsync(next).then(
      () =>
        showToast(t('sharing.saved'), before && { label: t('app.undo'), run: () => save(before) }),
      (error: unknown) => {
        setChosen(null);
        showToast(problemText(error));
      },
    );
  };
  return (
    <div className={styles.root}>
      {AUDIENCES.map((audience) => (
        <Segmented
          key={audience}
          label={t(`sharing.${audience}`)}
          value={shown[audience]}
          options={VISIBILITIES.map((value) => ({ value, label: t(`sharing.show_${value}`) }))}
          onChange={(value) => save({ ...shown, [audience]: value }, shown)}
        />
      ))}
      <p className={text.hint}>{t('sharing.teamsHint')}</p>
      <p className={text.hint}>{t('sharing.hint')}</p>
    </div>
  );
}
