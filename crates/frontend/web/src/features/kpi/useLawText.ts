import type { Task, Term } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { type LawFigures, type LawOfDay, type MeasuredTask, measuredTasks } from './laws';
import { useTermReason } from './useTermText';

/** The tasks that a sentence names; the others are counted. */
const MAX_NAMED = 2;

/**
 * A sentence about a law on this day: why it gave or took points, or what the day has of what it
 * takes. The laws of planning name the tasks.
 */
export function useLawSentence(
  figures: LawFigures,
  tasks: readonly Task[],
): (law: LawOfDay) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonOf = useTermReason();

  const finished = (measured: readonly MeasuredTask[]): string => {
    const named = measured.slice(0, MAX_NAMED).map(({ title, actual, estimate }) =>
      t('law.day.finished', {
        task: title,
        actual: format.whole(actual),
        count: estimate,
      }),
    );
    const others = measured.length - named.length;
    return [...named, ...(others > 0 ? [t('law.day.othersFinished', { count: others })] : [])].join(
      ' ',
    );
  };
  const ofPlanning = (
    code: 'parkinson' | 'yerkes_dodson' | 'time_blocking',
    term: Term | undefined,
  ): string => {
    const measured = measuredTasks(tasks);
    if (measured.length === 0) return term ? reasonOf(term) : t('law.day.unmeasured');
    // With all tasks named, their number says nothing more.
    const why = term && measured.length > MAX_NAMED ? reasonOf(term) : t(`law.day.${code}`);
    return `${finished(measured)} ${why}`;
  };

  return ({ law, term }) => {
    const { code } = law;
    if (code === 'parkinson' || code === 'yerkes_dodson' || code === 'time_blocking') {
      return ofPlanning(code, term);
    }
    if (term) return reasonOf(term);
    switch (code) {
      case 'pareto':
        if (figures.completed < 2) return t('law.day.pareto_tasks', { done: figures.completed });
        return figures.completedMinutes === 0
          ? t('law.day.pareto_time')
          : t('law.day.pareto_share', { share: format.whole(figures.highPercent) });
      case 'diminishing_returns':
        return figures.balance
          ? t('law.day.diminishing_returns', {
              career: format.whole(figures.balance.career),
              recovery: format.whole(figures.balance.recovery),
            })
          : t('law.day.diminishing_returns_none');
      case 'habit_stacking':
        return t('law.day.habit_stacking', { done: figures.done });
      case 'compound':
        return t('law.day.compound', { count: figures.longestStreak });
      case 'focus_blocks':
        return t('law.day.focus_blocks', { blocks: figures.blocks });
      case 'q2_focus':
        return figures.minutes === 0
          ? t('law.day.q2_focus_none')
          : t('law.day.q2_focus', { share: format.whole(figures.q2Percent) });
      case 'pomodoro':
        return t('law.day.pomodoro', { done: figures.pomodoros });
      case 'deep_work':
        return figures.longestSession === 0
          ? t('law.day.deep_work_none')
          : t('law.day.deep_work', { time: format.duration(figures.longestSession) });
    }
  };
}
