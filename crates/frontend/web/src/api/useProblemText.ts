import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, NoConnection } from './problem';

/** Makes what went wrong into a sentence for the person in front of the screen. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (error instanceof NoConnection) return t('problem.noConnection');
      if (!(error instanceof ApiProblem)) return t('problem.unknown');
      switch (error.code) {
        case 'wrong-credentials':
          return t('problem.wrongCredentials');
        case 'email-taken':
          return t('problem.emailTaken');
        case 'wrong-password':
          return t('problem.wrongPassword');
        default:
          break;
      }
      const field = error.fields[0];
      if (field?.code === 'too_many_tasks') return t('problem.tooManyTasks');
      if (field?.code === 'in_the_future') return t('problem.future');
      if (error.status === 429) {
        return t('problem.tooMany', {
          count: Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60)),
        });
      }
      if (error.status === 503) return t('problem.busy');
      if (error.status === 404) return t('problem.notFound');
      if (error.status === 409 || error.status === 412) return t('problem.conflict');
      if (error.status === 400 || error.status === 422) {
        return t('problem.invalid', { detail: field?.message ?? error.message });
      }
      return t('problem.unknown');
    },
    [t],
  );
}
