import type { Suggestion } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { type SuggestedHabit, useSuggestionText } from '../useTermText';
import styles from './Suggestions.module.css';

interface SuggestionsProps {
  suggestions: readonly Suggestion[];
  habitOf: (id: string) => SuggestedHabit | undefined;
  titleOfTask: (index: number) => string | undefined;
  onTake: (suggestion: Suggestion) => void;
}

/** The suggestions that raise the KPI, best first, each as a button that leads to doing it. */
export function Suggestions({ suggestions, habitOf, titleOfTask, onTake }: SuggestionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useSuggestionText(habitOf, titleOfTask);
  if (suggestions.length === 0) return <p className={styles.none}>{t('explain.noSuggestions')}</p>;
  return (
    <ul className={styles.root} aria-label={t('explain.suggestions')}>
      {suggestions.map((suggestion) => (
        <li key={`${suggestion.code} ${suggestion.habitId ?? suggestion.taskIndex ?? ''}`}>
          <button type="button" className={styles.suggestion} onClick={() => onTake(suggestion)}>
            <span>{textOf(suggestion)}</span>
            <span className={styles.suggestionGain}>{format.signed(suggestion.points)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
