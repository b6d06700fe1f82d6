import { useCallback } from 'react';
import type { Entry, Suggestion, Term } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';

/** The name of a term; its code if this build does not know it. */
export function useTermName(): (code: string) => string {
  const { t, hasMessage } = useTranslation();
  return useCallback(
    (code: string) => {
      const key = `explain.code.${code}`;
      return hasMessage(key) ? t(key) : code;
    },
    [t, hasMessage],
  );
}

/**
 * The translated reason for a term's points, from its code and facts. Falls back to the server's
 * English text for codes or facts that this build does not know.
 */
export function useTermReason(): (term: Term) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    ({ code, facts, reason }: Term) => {
      const missing: string[] = [];
      const fact = (name: string): number => {
        const value = facts[name];
        if (value === undefined) missing.push(name);
        return value ?? 0;
      };
      const number = (name: string) => format.number(fact(name));
      const time = (name: string) => format.duration(fact(name));
      const translated = (): string => {
        switch (code) {
          case 'base':
            return fact('scheduled') === 0
              ? t('explain.reason.base_none')
              : t('explain.reason.base', {
                  count: fact('scheduled'),
                  mean: number('meanPercent'),
                  done: number('done'),
                });
          case 'pareto':
            return t('explain.reason.pareto', {
              count: fact('completedTasks'),
              share: number('sharePercent'),
              time: time('taskMinutes'),
            });
          case 'parkinson':
            return t('explain.reason.parkinson', {
              count: fact('measuredTasks'),
              faster: number('fasterTasks'),
              slower: number('slowerTasks'),
            });
          case 'diminishing_returns':
            return t('explain.reason.diminishing_returns', {
              career: number('careerPercent'),
              recovery: number('recoveryPercent'),
            });
          case 'yerkes_dodson':
          case 'time_blocking':
            return t(`explain.reason.${code}`, {
              count: fact('measuredTasks'),
              within: number('withinTasks'),
            });
          case 'pomodoro':
            return t('explain.reason.pomodoro', { count: fact('sessions') });
          case 'deep_work':
            return t('explain.reason.deep_work', { time: time('longestMinutes') });
          case 'habit_stacking':
            return t('explain.reason.habit_stacking', { count: fact('done') });
          case 'compound':
            return t('explain.reason.compound', { count: fact('longestStreak') });
          case 'focus_blocks':
            return t('explain.reason.focus_blocks', { count: fact('blocks') });
          case 'q2_focus':
            return t('explain.reason.q2_focus', {
              share: number('sharePercent'),
              time: time('totalMinutes'),
            });
          case 'efficiency_cap':
            return t('explain.reason.efficiency_cap', {
              sum: number('sum'),
              limit: number('limit'),
            });
          case 'priority':
            return fact('completedHigh') + fact('completedMedium') === 0
              ? t('explain.reason.priority_none')
              : t('explain.reason.priority', {
                  high: number('completedHigh'),
                  medium: number('completedMedium'),
                });
          case 'scorecard':
            return facts['culture'] === undefined
              ? t('explain.reason.scorecard_noCulture', {
                  deliverables: number('deliverables'),
                  skills: number('skills'),
                })
              : t('explain.reason.scorecard', {
                  deliverables: number('deliverables'),
                  skills: number('skills'),
                  culture: number('culture'),
                });
          default:
            return reason;
        }
      };
      const text = translated();
      return missing.length === 0 ? text : reason;
    },
    [t, format],
  );
}

/** A habit in the text of a suggestion. */
export type SuggestedHabit = Pick<Entry, 'name' | 'measure' | 'unit'>;

/** The text of a suggestion, with the name of its habit or task. */
export function useSuggestionText(
  habitOf: (id: string) => SuggestedHabit | undefined,
  titleOfTask: (index: number) => string | undefined,
): (suggestion: Suggestion) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmountFormat();
  return (suggestion) => {
    const habit = suggestion.habitId ? habitOf(suggestion.habitId) : undefined;
    const task =
      typeof suggestion.taskIndex === 'number' ? titleOfTask(suggestion.taskIndex) : undefined;
    const { amount } = suggestion;
    const time = amount ? format.duration(amount) : undefined;
    switch (suggestion.code) {
      case 'log_habit':
        if (!habit || !amount) return suggestion.reason;
        return habit.measure === 'check'
          ? t('explain.suggestion.check_habit', { habit: habit.name })
          : t('explain.suggestion.log_habit', {
              habit: habit.name,
              amount: amounts.long(amount, habit),
            });
      case 'pomodoro':
      case 'deep_work':
        return habit && time
          ? t(`explain.suggestion.${suggestion.code}`, { habit: habit.name, time })
          : suggestion.reason;
      case 'complete_task':
        if (!task) return suggestion.reason;
        return time
          ? t('explain.suggestion.complete_task_in', { task, time })
          : t('explain.suggestion.complete_task', { task });
      case 'add_estimate':
        return task ? t('explain.suggestion.add_estimate', { task }) : suggestion.reason;
      case 'add_task':
        return t('explain.suggestion.add_task');
      default:
        return suggestion.reason;
    }
  };
}
