import { memo, useState } from 'react';
import type { Day, Explanation, Suggestion } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { ViewSwitch } from '@/ui/ViewSwitch';
import type { SuggestedHabit } from '../useTermText';
import { LawsCard } from './LawsCard';
import { Suggestions } from './Suggestions';
import { TermTable } from './TermTable';
import { WaterfallChart } from './WaterfallChart';
import styles from './ExplanationCard.module.css';

interface ExplanationCardProps {
  day: Pick<Day, 'date' | 'entries' | 'tasks'>;
  explanation: Explanation;
  /** Whether the day has a KPI; without one only the suggestions are shown. */
  scored: boolean;
  /** Whether the day is today: only then can something still be done. */
  running: boolean;
  habitOf: (id: string) => SuggestedHabit | undefined;
  titleOfTask: (index: number) => string | undefined;
  onTake: (suggestion: Suggestion) => void;
}

export const ExplanationCard = memo(function ExplanationCard(props: ExplanationCardProps) {
  const { day, explanation, scored, running } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const clamped = explanation.total !== explanation.kpi;
  return (
    <div className={styles.root}>
      {scored && (
        <Card
          title={t('explain.title')}
          aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}
        >
          {asTable ? (
            <TermTable explanation={explanation} />
          ) : (
            <WaterfallChart explanation={explanation} />
          )}
          {clamped && (
            <p className={styles.note}>
              {t('explain.clamped', { kpi: format.number(explanation.kpi) })}
            </p>
          )}
        </Card>
      )}
      {running && (
        <Card title={t('explain.suggestions')}>
          <Suggestions
            suggestions={explanation.raises}
            habitOf={props.habitOf}
            titleOfTask={props.titleOfTask}
            onTake={props.onTake}
          />
        </Card>
      )}
      {scored && <LawsCard day={day} explanation={explanation} />}
    </div>
  );
});
