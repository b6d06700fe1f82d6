import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { refreshScores } from '@/api/queryMeta';
import type { Recalculation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useRecalculation } from '../api/getRecalculation';
import styles from './RecalculationNotice.module.css';

/** Shows the progress of a recalculation, and refetches scores when it has finished. */
export function RecalculationNotice() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, isError, isPaused } = useRecalculation();
  const running = Boolean(data?.from);
  const wasRunning = useRef(false);
  const [hasRun, setHasRun] = useState(false);
  if (running && !hasRun) setHasRun(true);
  useEffect(() => {
    if (wasRunning.current && !running) void refreshScores(client);
    wasRunning.current = running;
  }, [running, client]);

  return (
    <>
      {/* Screen readers announce the start and the end only, not each step. */}
      <p className="visually-hidden" role="status">
        {running ? t('recalculation.started') : hasRun && t('recalculation.finished')}
      </p>
      {data && running && !isError && !isPaused && <Progress {...data} />}
    </>
  );
}

function Progress({ doneDays, totalDays }: Recalculation) {
  const { t } = useTranslation();
  const format = useFormat();
  const labelId = useId();
  return (
    <div className={styles.recalculation}>
      <progress aria-labelledby={labelId} value={doneDays} max={totalDays} />
      <p id={labelId}>
        {t('recalculation.progress', {
          done: format.whole(doneDays),
          total: format.whole(totalDays),
        })}
      </p>
    </div>
  );
}
