import { Link } from 'wouter';
import type { TeamSummary } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import text from '@/ui/text.module.css';
import styles from './TeamsCard.module.css';

/** The teams by name, with the user's role in each. */
export function TeamsCard({ teams }: { teams: readonly TeamSummary[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('teams.list')}>
      {teams.length === 0 ? (
        <EmptyState title={t('teams.none')}>{t('teams.noneHint')}</EmptyState>
      ) : (
        <ul aria-label={t('teams.list')}>
          {teams.map(({ id, name, description, role, members }) => (
            <li key={id} className={styles.team}>
              <Link className={styles.name} href={routes.team(id)}>
                <bdi>{name}</bdi>
              </Link>
              <p className={text.hint}>
                {[t(`team.role_${role}`), t('team.members', { count: members })].join(' · ')}
              </p>
              {description !== null && (
                <p className={styles.description} dir="auto">
                  {description}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
