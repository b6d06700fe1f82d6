import type { MonthDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { Figures, MeanFigure, RecordedFigure } from './Figures';
import { TimeFigure } from './TimeFigure';

interface MonthFiguresProps {
  dashboard: MonthDashboard;
  today: string;
}

/** Four key figures of the month. */
export function MonthFigures({ dashboard, today }: MonthFiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { meanKpi, countedDays, recordedDays, exceptionDays, minutes, days } = dashboard;
  const ahead = days.filter(({ date, exception }) => date > today && exception).length;
  return (
    <Figures>
      <MeanFigure meanKpi={meanKpi} countedDays={countedDays} />
      <RecordedFigure recordedDays={recordedDays} countedDays={countedDays} />
      <Figure name={t('month.exceptions')} value={format.whole(exceptionDays + ahead)}>
        {ahead > 0 && t('exception.ofThemAhead', { count: format.whole(ahead) })}
      </Figure>
      <TimeFigure minutes={minutes} days={days} today={today} />
    </Figures>
  );
}
