import { clsx } from 'clsx';
import { useId } from 'react';
import type { Day, Explanation } from '@/api/types';
import { useFocusSessions } from '@/features/focus';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useLaws } from '../api/listLaws';
import { groupLaws, lawFigures, type LawGroupOfDay, type LawOfDay } from '../laws';
import { useLawSentence } from '../useLawText';
import { LawItem } from './LawItem';
import details from '@/ui/details.module.css';
import styles from './LawsCard.module.css';

interface LawsCardProps {
  day: Pick<Day, 'date' | 'entries' | 'tasks'>;
  explanation: Explanation;
}

/** The laws in their groups; those that gave nothing are folded. */
export function LawsCard({ day, explanation }: LawsCardProps) {
  const { t } = useTranslation();
  const laws = useLaws();
  const sessions = useFocusSessions(day.date);
  const sentenceOf = useLawSentence(lawFigures(day, sessions.data), day.tasks);
  return (
    <Card title={t('law.title')}>
      <p className={styles.hint}>{t('law.hint')}</p>
      <QueryBoundary
        query={laws}
        errorTitle={t('law.loadFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {(data) => (
          <div className={styles.root}>
            {groupLaws(data, explanation.terms).map((group) => (
              <Group key={group.group} group={group} sentenceOf={sentenceOf} />
            ))}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

interface GroupProps {
  group: LawGroupOfDay;
  sentenceOf: (law: LawOfDay) => string;
}

function Group({ group: { group, points, most, fired, rest }, sentenceOf }: GroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const list = (laws: readonly LawOfDay[]) => (
    <ul>
      {laws.map((ofDay) => (
        <LawItem key={ofDay.law.code} ofDay={ofDay} sentence={sentenceOf(ofDay)} />
      ))}
    </ul>
  );
  return (
    <div role="group" className={styles.group} aria-labelledby={titleId}>
      <header className={styles.line}>
        <h3 id={titleId}>{t(`law.group.${group}`)}</h3>
        <span className={styles.points}>
          {t('law.gave', {
            points: fired.length > 0 ? format.signed(points) : format.number(0),
            most: format.number(most),
          })}
        </span>
      </header>
      {fired.length > 0 && list(fired)}
      {rest.length > 0 && (
        <details className={clsx(details.root, styles.rest)}>
          <summary>{t('law.rest', { count: rest.length })}</summary>
          {list(rest)}
        </details>
      )}
    </div>
  );
}
