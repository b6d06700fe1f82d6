import { useRequestForm } from '@/api/useRequestForm';
import type { InvitationTarget, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { useInvitations } from '../api/listInvitations';
import { invitationSchema, useSendInvitation } from '../api/sendInvitation';
import { useSendingProblem } from '../useSendingProblem';
import { MadeLink } from './MadeLink';
import { SentInvitations } from './SentInvitations';
import text from '@/ui/text.module.css';
import styles from './InvitationsCard.module.css';

interface InvitationsCardProps {
  /** To what the card invites. */
  target: InvitationTarget;
  user: User;
  /** Something was sent or withdrawn. */
  onChange?: () => void;
}

/** Invites by e-mail and by a link to copy, and lists the invitations that were sent. */
export function InvitationsCard({ target, user, onChange }: InvitationsCardProps) {
  const { t } = useTranslation();
  const sendingProblem = useSendingProblem();
  const invite = useSendInvitation(target);
  const form = useRequestForm({
    schema: invitationSchema,
    defaultValues: { email: '' },
    send: async (body) => {
      await invite.mutateAsync(body);
      form.reset();
      onChange?.();
    },
  });
  const { data: made } = invite;
  const sent = useInvitations(target).data?.pages.flatMap(({ invitations }) => invitations);
  const listed = sent?.find(({ id }) => id === made?.invitation.id);
  // The link of one that was accepted, or has ended, leads nowhere.
  const isOpen = !listed || listed.status === 'open';
  return (
    <Card title={t(`invitation.card_${target.kind}`)}>
      <Form className={styles.form} onSubmit={form.submit}>
        <p className={text.hint}>{t(`invitation.cardHint_${target.kind}`)}</p>
        <TextField
          type="email"
          label={t('auth.email')}
          autoComplete="off"
          required
          {...form.text('email')}
        />
        <div role="alert">
          {form.problem && <p className={text.error}>{sendingProblem(invite.error)}</p>}
        </div>
        <Button variant="primary" type="submit" loading={invite.isPending}>
          {t('invitation.send')}
        </Button>
      </Form>
      <div role="status">{made && isOpen && <MadeLink made={made} user={user} />}</div>
      <SentInvitations
        target={target}
        user={user}
        onChange={(id) => {
          // Its link is not valid any more.
          if (id === made?.invitation.id) invite.reset();
          onChange?.();
        }}
      />
    </Card>
  );
}
