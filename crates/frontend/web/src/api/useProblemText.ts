import { useCallback } from 'react';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { ApiProblem, NetworkError } from './problem';
import { useFieldText } from './useFieldText';

/** Turns an error into a message for the user. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const fieldText = useFieldText();
  return useCallback(
    (error: unknown) => {
      if (error instanceof NetworkError) return t('problem.noConnection');
      if (!(error instanceof ApiProblem)) return t('problem.unknown');
      switch (error.code) {
        case 'wrong-credentials':
          return t('problem.wrongCredentials');
        case 'email-taken':
          return t('problem.emailTaken');
        case 'registration-closed':
          return t('problem.registrationClosed');
        case 'registration-by-invitation':
          return t('problem.registrationByInvitation');
        case 'invitation-for-another':
          return t('problem.invitationForAnother');
        case 'account-disabled':
          return t('problem.accountDisabled');
        case 'last-administrator':
          return t('problem.lastAdministrator');
        case 'mail-off':
          return t('problem.mailOff');
        case 'too-many-friends':
          return t('problem.tooManyFriends');
        case 'last-leader':
          return t('problem.lastLeader');
        case 'team-full':
          return t('problem.teamFull');
        case 'too-many-teams':
          return t('problem.tooManyTeams');
        case 'too-many-goals':
          return t('problem.tooManyGoals');
        case 'too-many-access-tokens':
          return t('problem.tooManyAccessTokens');
        case 'wrong-password':
          return t('problem.wrongPassword');
        default:
          break;
      }
      const field = error.fields[0];
      if (field?.code === 'too_many_tasks') return t('problem.tooManyTasks');
      if (field?.code === 'link_spent') return t('problem.linkSpent');
      if (field?.code === 'in_the_future') return t('problem.future');
      if (error.status === 429) {
        const wait = format.wait(error.retryAfter ?? 60);
        return error.code === 'too-many-attempts'
          ? t('problem.tooManyAttempts', { wait })
          : t('problem.tooMany', { wait });
      }
      if (error.status === 503) return t('problem.busy');
      if (error.status === 403) return t('problem.forbidden');
      if (error.status === 404) return t('problem.notFound');
      if (error.status === 409 || error.status === 412) return t('problem.conflict');
      if (error.status === 400 || error.status === 422) {
        return t('problem.invalid', { detail: fieldText(field) ?? error.message });
      }
      return t('problem.unknown');
    },
    [t, format, fieldText],
  );
}
