import type { MonthDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { useRecommendationText } from '../useRecommendationText';
import styles from './Recommendations.module.css';

/** What would help next, if anything. */
export function Recommendations({ dashboard }: { dashboard: MonthDashboard }) {
  const { t } = useTranslation();
  const recommendationText = useRecommendationText();
  const { recommendations, habits } = dashboard;
  const sentences = recommendations.flatMap((recommendation) => {
    const sentence = recommendationText(recommendation, habits);
    return sentence === null ? [] : [sentence];
  });
  if (sentences.length === 0) return null;
  return (
    <Card title={t('month.recommendations')}>
      <ul className={styles.list}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  );
}
