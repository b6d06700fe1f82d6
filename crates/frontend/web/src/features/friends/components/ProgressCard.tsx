import { useState } from 'react';
import type { FriendProgress } from '@/api/types';
import { daysBetween } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { summarize } from '../progress';
import { useCountsText } from '../useCountsText';
import { FriendDays } from './FriendDays';
import text from '@/ui/text.module.css';
import styles from './ProgressCard.module.css';

interface ProgressCardProps {
  progress: FriendProgress;
  /** Said of somebody who shows nothing. */
  showsNothing: string;
}

/** The last days of a friend or a team mate: their mean, and each of them. */
export function ProgressCard({ progress, showsNothing }: ProgressCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { shows, from, to, days } = progress;
  const count = daysBetween(from, to) + 1;
  const title = t('friend.days', { count });
  if (shows === 'nothing') {
    return (
      <Card title={title}>
        <p>{showsNothing}</p>
      </Card>
    );
  }
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      <p className={text.hint}>{format.dayRange(from, to)}</p>
      <Mean progress={progress} days={count} />
      {asTable ? (
        <DataTable
          caption={title}
          columns={[t('friend.day'), t('friend.kpi'), t('friend.band')]}
          rows={days.toReversed().map(({ date, kpi, band, away }) => ({
            key: date,
            cells: [
              format.shortDate(date),
              kpi === null ? t('app.none') : format.number(kpi),
              away ? t('friend.isAway') : band ? t(`band.${band}`) : t('app.none'),
            ],
          }))}
        />
      ) : (
        <FriendDays progress={progress} />
      )}
    </Card>
  );
}

function Mean({ progress, days }: { progress: FriendProgress; days: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const countsText = useCountsText();
  const { mean, countedDays, awayDays } = summarize(progress.days);
  return (
    <p className={styles.mean}>
      {mean && (
        <>
          <span className="visually-hidden">{t('friends.mean')}</span>
          <strong className={styles.number}>{format.number(mean.kpi)}</strong>
          <BandTag band={mean.band} />
        </>
      )}
      <span className={text.hint}>{countsText({ countedDays, awayDays, days })}</span>
    </p>
  );
}
