import { Link } from 'wouter';
import type { Team, TeamMate, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { leads } from '../rights';
import text from '@/ui/text.module.css';
import styles from './MembersCard.module.css';

interface MembersCardProps {
  team: Team;
  members: readonly TeamMate[];
  user: User;
}

/** The members: leaders first, then deputies. The names of those whose days the user may see lead to them. */
export function MembersCard({ team, members, user }: MembersCardProps) {
  const { t } = useTranslation();
  const isLed = leads(team.own.role);
  return (
    <Card title={t('team.tab_members')}>
      {isLed && <p className={text.hint}>{t('team.membersHint')}</p>}
      <ul aria-label={t('team.tab_members')}>
        {members.map((member) => (
          <MemberItem
            key={member.id}
            member={member}
            user={user}
            href={
              isLed || member.id === user.id ? routes.teamMember(team.id, member.id) : undefined
            }
          />
        ))}
      </ul>
    </Card>
  );
}

interface MemberItemProps {
  member: TeamMate;
  user: User;
  href: string | undefined;
}

function MemberItem({ member, user, href }: MemberItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, role, mutedUntil, shows } = member;
  const marks = [
    t(`team.role_${role}`),
    id === user.id && t('team.you'),
    shows === 'nothing' && t('team.hides'),
    mutedUntil !== null &&
      t('team.mutedUntil', { until: format.moment(mutedUntil, user.timeZone) }),
  ];
  return (
    <li className={styles.member}>
      {href === undefined ? (
        <bdi className={styles.name}>{name}</bdi>
      ) : (
        <Link className={styles.name} href={href}>
          <bdi>{name}</bdi>
        </Link>
      )}
      <p className={text.hint}>{marks.filter(Boolean).join(' · ')}</p>
    </li>
  );
}
