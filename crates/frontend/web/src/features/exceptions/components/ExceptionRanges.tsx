import type { MouseEvent } from 'react';
import { Link } from 'wouter';
import type { ExceptionRange } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import text from '@/ui/text.module.css';
import styles from './ExceptionRanges.module.css';

interface ExceptionRangesProps {
  exceptions: readonly ExceptionRange[];
  /** The id of their heading. */
  labelledBy: string;
  onOpen?: (event: MouseEvent, href: string) => void;
}

/** When exceptions are and of which kind; the dates lead to their first day. */
export function ExceptionRanges({ exceptions, labelledBy, onOpen }: ExceptionRangesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={styles.root} aria-labelledby={labelledBy}>
      {exceptions.map(({ from, to, kind, note, days }) => (
        <li key={from}>
          <p className={styles.range}>
            <Link
              className={styles.dates}
              href={routes.day(from)}
              onClick={(event) => onOpen?.(event, routes.day(from))}
            >
              {format.dayRange(from, to)}
            </Link>
            <span>{t(`exception.${kind}`)}</span>
            <span className={text.hint}>{t('exception.days', { count: days })}</span>
          </p>
          {note && (
            <p className={text.hint}>
              <bdi>{note}</bdi>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
