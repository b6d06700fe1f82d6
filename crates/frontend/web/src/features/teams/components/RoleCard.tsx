import { useState } from 'react';
import { Link } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { Team, TeamMate, TeamRole, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Form } from '@/ui/Form';
import { SelectField } from '@/ui/Select';
import { showToast } from '@/ui/toasts';
import { useSetRole } from '../api/setRole';
import { isLastLeader } from '../rights';
import form from '@/ui/form.module.css';
import target from '@/ui/target.module.css';
import text from '@/ui/text.module.css';

const ROLES = ['leader', 'deputy', 'member'] as const satisfies readonly TeamRole[];

interface RoleCardProps {
  team: Team;
  members: readonly TeamMate[];
  member: TeamMate;
  user: User;
}

/** Gives a member a role, with Undo; leaders who give up their own are asked, as they can't take that back. */
export function RoleCard({ team, members, member, user }: RoleCardProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const setRole = useSetRole(team.id, member.id);
  const [asked, setAsked] = useState(false);
  const isOneself = member.id === user.id;
  const { name, role: before } = member;
  /** Until it is given: afterwards the role is the member's. */
  const [draft, setDraft] = useState<TeamRole | null>(null);
  const chosen = draft ?? before;

  const give = (role: TeamRole, undo?: () => void) =>
    setRole.mutateAsync(role).then(
      () => {
        setDraft(null);
        showToast(t(`member.is_${role}`, { name }), undo && { label: t('app.undo'), run: undo });
      },
      (error: unknown) => showToast(problemText(error)),
    );
  if (isLastLeader(members, member.id)) {
    return (
      <Card title={t('member.role')}>
        <p className={text.hint}>
          {t('member.lastLeader')}{' '}
          <Link className={target.root} href={routes.teamTab(team.id, 'members')}>
            {t('team.toMembers')}
          </Link>
        </p>
      </Card>
    );
  }
  return (
    <Card title={t('member.role')}>
      <Form
        className={form.root}
        onSubmit={() => {
          if (!isOneself) return give(chosen, () => void give(before));
          setAsked(true);
          return undefined;
        }}
      >
        <p className={text.hint}>{t('member.roleHint')}</p>
        <SelectField
          label={t('member.roleOf', { name })}
          value={chosen}
          options={ROLES.map((value) => ({ value, label: t(`team.role_${value}`) }))}
          onChange={setDraft}
        />
        <Button type="submit" loading={setRole.isPending} resting={chosen === before}>
          {t('member.giveRole')}
        </Button>
      </Form>
      {asked && (
        <ConfirmDialog
          title={t('member.stepDownTitle')}
          hint={t('member.stepDownHint')}
          confirm={t('member.stepDown')}
          action={setRole}
          // Without the role this card is gone, so the promise tells the end.
          onConfirm={() =>
            void setRole.mutateAsync(chosen).then(
              () => showToast(t('member.steppedDown')),
              // The dialog shows the error.
              () => undefined,
            )
          }
          onClose={() => setAsked(false)}
        />
      )}
    </Card>
  );
}
