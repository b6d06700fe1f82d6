import type { Team } from '@/api/types';
import { useMe } from '@/features/auth';
import { FeedCard } from './FeedCard';
import { TeamMessageCard } from './TeamMessageCard';
import columns from '@/ui/columns.module.css';

/** What happened in a team, and messages to it. */
export function ActivityTab({ team }: { team: Team }) {
  const me = useMe();
  if (!me.data) return null;
  return (
    <div className={columns.column}>
      <TeamMessageCard team={team} user={me.data} />
      <FeedCard team={team} user={me.data} />
    </div>
  );
}
