import type { Leaderboard, LeaderboardBy, LeaderboardRow, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import { TooltipArea } from '@/ui/TooltipArea';
import { useBoardText } from '../useBoardText';
import { Badges } from './Badges';
import text from '@/ui/text.module.css';
import styles from './BoardTable.module.css';

/** The members by place; those without one last, with the reason. */
export function BoardTable({ board: { by, rows }, user }: { board: Leaderboard; user: User }) {
  const { t } = useTranslation();
  return (
    <TooltipArea>
      <table className={styles.root}>
        <caption className="visually-hidden">{t('board.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.place')}</th>
            <th scope="col">{t('board.name')}</th>
            <th scope="col">{t(`board.value_${by}`)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.person.id} row={row} by={by} isOwn={row.person.id === user.id} />
          ))}
        </tbody>
      </table>
    </TooltipArea>
  );
}

interface RowProps {
  row: LeaderboardRow;
  by: LeaderboardBy;
  isOwn: boolean;
}

function Row({ row, by, isOwn }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { daysText, noPlaceText } = useBoardText();
  const { place, person, value, band, badges } = row;
  const days = by === 'kpi' && daysText(row);
  return (
    <tr data-own={isOwn}>
      <td className={styles.place}>{place ?? t('app.none')}</td>
      <th scope="row" className={styles.name}>
        <bdi>{person.name}</bdi>
        {isOwn && <span className={text.hint}> {t('board.you')}</span>}
        {place !== null && days && <span className={styles.days}>{days}</span>}
        <Badges badges={badges} name={person.name} />
      </th>
      <td className={styles.value}>
        {value === null ? (
          <span className={text.hint}>{noPlaceText(row)}</span>
        ) : (
          <>
            <strong className={styles.number}>
              {by === 'goals'
                ? t('board.percent', { value: format.number(value) })
                : format.number(value)}
            </strong>
            {band && <BandTag band={band} />}
          </>
        )}
      </td>
    </tr>
  );
}
