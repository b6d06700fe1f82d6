import { clsx } from 'clsx';
import { useState } from 'react';
import type { YearDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { ForecastChart } from '../charts/ForecastChart';
import text from '@/ui/text.module.css';
import styles from './ForecastCard.module.css';

/** The forecast, with its error on past data. */
export function ForecastCard({ dashboard }: { dashboard: YearDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { forecast } = dashboard;
  const error = forecast?.meanAbsoluteError ?? null;
  if (!forecast) {
    return (
      <Card title={t('year.forecast', { year: dashboard.year + 1 })}>
        <p className={text.hint}>{t('year.forecastEmpty')}</p>
      </Card>
    );
  }
  return (
    <Card
      title={t('year.forecast', { year: forecast.year })}
      aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}
    >
      {asTable ? (
        <DataTable
          caption={t('year.forecast', { year: forecast.year })}
          columns={[t('year.month'), t('year.expected'), t('year.low'), t('year.high')]}
          rows={forecast.months.map(({ month, mean, low, high }) => ({
            key: String(month),
            cells: [
              format.monthName(month),
              format.number(mean),
              format.number(low),
              format.number(high),
            ],
          }))}
        />
      ) : (
        <ForecastChart forecast={forecast} />
      )}
      <p className={clsx(text.hint, styles.text)}>
        {t('year.forecastWords', {
          count: forecast.basedOnDays,
          error:
            error === null
              ? t('year.forecastNoError')
              : t('year.forecastError', { error: format.number(error) }),
        })}{' '}
        {!asTable && t('year.forecastBand')}
      </p>
    </Card>
  );
}
