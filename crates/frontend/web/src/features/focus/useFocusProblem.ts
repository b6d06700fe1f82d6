import { useCallback } from 'react';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';

/** As `useProblemText`, with the problems of focus sessions. */
export function useFocusProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return problemText(error);
      if (error.code === 'focus-running') return t('focus.problemRunning');
      if (error.code === 'focus-overlap') return t('focus.problemOverlap');
      if (error.code === 'too-many-focus-sessions') return t('focus.problemTooMany');
      if (error.fields[0]?.code === 'in_future') return t('focus.problemFuture');
      return problemText(error);
    },
    [t, problemText],
  );
}
