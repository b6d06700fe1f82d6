import { useEffect, useState } from 'react';
import type { Day } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** Longer than the pauses of somebody who goes through the fields. */
const SETTLED_MS = 1500;

/** Announces a changed KPI to screen readers, once it has settled. */
export function KpiAnnouncement({ day, changing }: { day: Day; changing: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kpi, explanation } = day;
  const text =
    kpi !== null && explanation
      ? t('today.kpiNow', { kpi: format.number(kpi), band: t(`band.${explanation.band}`) })
      : t('today.noKpi');
  /** What was last said; at first the KPI that is read with the page. */
  const [said, setSaid] = useState({ text, aloud: false });
  const stale = !changing && text !== said.text;
  useEffect(() => {
    if (!stale) return undefined;
    const timer = setTimeout(() => setSaid({ text, aloud: true }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [stale, text]);
  return (
    <p className="visually-hidden" role="status" data-testid="kpi-announcement">
      {said.aloud && said.text}
    </p>
  );
}
