import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';

/** Says why an invitation was not sent. */
export function useSendingProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  return (error) =>
    error instanceof ApiProblem && error.code === 'too-many-attempts'
      ? t('invitation.tooMany', { wait: format.wait(error.retryAfter ?? 60) })
      : problemText(error);
}
