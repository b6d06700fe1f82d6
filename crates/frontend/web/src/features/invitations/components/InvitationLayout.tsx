import type { ReactNode } from 'react';
import type { Invitation } from '@/api/types';
import { AuthLayout, useMe, useSignedIn } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { browserTimeZone } from '@/lib/timeZone';
import { useFormat } from '@/lib/useFormat';
import text from '@/ui/text.module.css';

interface InvitationLayoutProps {
  invitation: Invitation;
  children: ReactNode;
}

/** Who invites to what, for whom and until when, over what can be done. */
export function InvitationLayout({ invitation, children }: InvitationLayoutProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe({ enabled: useSignedIn() });
  const { target, inviter, team, maskedEmail, expiresAt } = invitation;
  const timeZone = me.data?.timeZone ?? browserTimeZone() ?? 'UTC';
  return (
    <AuthLayout title={t(`invitation.to_${target.kind}`, { inviter, team: team ?? '' })}>
      <p>{t(`invitation.about_${target.kind}`)}</p>
      <p className={text.hint}>
        {t('invitation.forUntil', {
          email: maskedEmail,
          until: format.moment(expiresAt, timeZone),
        })}
      </p>
      {children}
    </AuthLayout>
  );
}
