import { clsx } from 'clsx';
import type { Team } from '@/api/types';
import { useMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { ButtonLink } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { DissolveCard } from './DissolveCard';
import { LeaveCard } from './LeaveCard';
import { TeamSettingsCard } from './TeamSettingsCard';
import { WarningList } from './WarningList';
import columns from '@/ui/columns.module.css';
import form from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** The settings of a team for its leaders, and those of one's own membership for everyone. */
export function SettingsTab({ team }: { team: Team }) {
  const { t } = useTranslation();
  const me = useMe();
  const isLeader = team.own.role === 'leader';
  const { warnings } = team.own;
  if (!me.data) return null;
  return (
    <div className={clsx(columns.root, columns.halves)}>
      <div className={columns.column}>
        {isLeader && <TeamSettingsCard team={team} />}
        <Card title={t('team.sharing')}>
          <div className={form.root}>
            <p className={text.hint}>{t('team.sharingHint')}</p>
            <ButtonLink href={routes.sharing()}>{t('team.sharingLink')}</ButtonLink>
          </div>
        </Card>
        {warnings.length > 0 && (
          <Card title={t('team.warnings')}>
            <WarningList warnings={warnings} timeZone={me.data.timeZone} />
          </Card>
        )}
      </div>
      <div className={columns.column}>
        <LeaveCard team={team} user={me.data} />
        {isLeader && <DissolveCard team={team} />}
      </div>
    </div>
  );
}
