import type { MonthDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { Figures, MeanFigure } from './Figures';

interface MonthFiguresProps {
  dashboard: MonthDashboard;
  today: string;
}

/** Four key figures of the month. */
export function MonthFigures({ dashboard, today }: MonthFiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { meanKpi, countedDays, recordedDays, exceptionDays, minutes } = dashboard;
  const ahead = dashboard.days.filter(({ date, exception }) => date > today && exception).length;
  return (
    <Figures>
      <MeanFigure meanKpi={meanKpi} countedDays={countedDays} />
      <Figure name={t('year.recorded')} value={format.whole(recordedDays)} />
      <Figure name={t('month.exceptions')} value={format.whole(exceptionDays + ahead)}>
        {ahead > 0 && t('exception.ofThemAhead', { count: format.whole(ahead) })}
      </Figure>
      <Figure name={t('year.hours')} value={format.hours(minutes)}>
        {recordedDays > 0 &&
          t('year.perDay', { time: format.duration(Math.round(minutes / recordedDays)) })}
      </Figure>
    </Figures>
  );
}
