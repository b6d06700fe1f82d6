import { useCallback } from 'react';
import type { Raise, Term } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** The name of a term; the server's code for one that this build does not know. */
export function useTermName(): (code: string) => string {
  const { t, knows } = useTranslation();
  return useCallback(
    (code: string) => {
      const key = `explain.code.${code}`;
      return knows(key) ? t(key) : code;
    },
    [t, knows],
  );
}

/**
 * Why a term gives its points, in the language of the screen: made from its code and facts. The
 * server's own English sentence stands in for a code or facts that this build does not know.
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
      const sentence = (): string => {
        switch (code) {
          case 'base':
            return fact('scheduled') === 0
              ? t('explain.sentence.base_none')
              : t('explain.sentence.base', {
                  count: fact('scheduled'),
                  mean: number('meanPercent'),
                  done: number('done'),
                });
          case 'pareto':
            return t('explain.sentence.pareto', {
              count: fact('completedTasks'),
              share: number('sharePercent'),
              time: time('taskMinutes'),
            });
          case 'parkinson':
            return t('explain.sentence.parkinson', {
              count: fact('measuredTasks'),
              faster: number('fasterTasks'),
              slower: number('slowerTasks'),
            });
          case 'diminishing_returns':
            return t('explain.sentence.diminishing_returns', {
              career: number('careerPercent'),
              recovery: number('recoveryPercent'),
            });
          case 'yerkes_dodson':
          case 'time_blocking':
            return t(`explain.sentence.${code}`, {
              count: fact('measuredTasks'),
              within: number('withinTasks'),
            });
          case 'pomodoro':
            return t('explain.sentence.pomodoro', { count: fact('sessions') });
          case 'deep_work':
            return t('explain.sentence.deep_work', { time: time('longestMinutes') });
          case 'habit_stacking':
            return t('explain.sentence.habit_stacking', { count: fact('done') });
          case 'compound':
            return t('explain.sentence.compound', { count: fact('longestStreak') });
          case 'focus_blocks':
            return t('explain.sentence.focus_blocks', { count: fact('blocks') });
          case 'q2_focus':
            return t('explain.sentence.q2_focus', {
              share: number('sharePercent'),
              time: time('totalMinutes'),
            });
          case 'efficiency_cap':
            return t('explain.sentence.efficiency_cap', {
              sum: number('sum'),
              limit: number('limit'),
            });
          case 'priority':
            return fact('completedHigh') + fact('completedMedium') === 0
              ? t('explain.sentence.priority_none')
              : t('explain.sentence.priority', {
                  high: number('completedHigh'),
                  medium: number('completedMedium'),
                });
          case 'scorecard':
            return facts['culture'] === undefined
              ? t('explain.sentence.scorecard_noCulture', {
                  deliverables: number('deliverables'),
                  skills: number('skills'),
                })
              : t('explain.sentence.scorecard', {
                  deliverables: number('deliverables'),
                  skills: number('skills'),
                  culture: number('culture'),
                });
          default:
            return reason;
        }
      };
      const text = sentence();
      return missing.length === 0 ? text : reason;
    },
    [t, format],
  );
}

/** What a suggestion says, with the names of the habit or the task it is about. */
export function useRaiseText(
  nameOfHabit: (id: string) => string | undefined,
  titleOfTask: (index: number) => string | undefined,
): (raise: Raise) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (raise) => {
    const habit = raise.habitId ? nameOfHabit(raise.habitId) : undefined;
    const task = typeof raise.taskIndex === 'number' ? titleOfTask(raise.taskIndex) : undefined;
    const time = raise.minutes ? format.duration(raise.minutes) : undefined;
    switch (raise.code) {
      case 'log_habit':
      case 'pomodoro':
      case 'deep_work':
        return habit && time ? t(`explain.raise.${raise.code}`, { habit, time }) : raise.reason;
      case 'complete_task':
        if (!task) return raise.reason;
        return time
          ? t('explain.raise.complete_task_in', { task, time })
          : t('explain.raise.complete_task', { task });
      case 'add_estimate':
        return task ? t('explain.raise.add_estimate', { task }) : raise.reason;
      default:
        return raise.reason;
    }
  };
}
