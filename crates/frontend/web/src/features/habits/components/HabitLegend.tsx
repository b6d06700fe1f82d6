import { clsx } from 'clsx';
import type { HabitVersion } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import bands from '@/ui/bands.module.css';
import cell from '@/ui/calendarCell.module.css';
import legend from '@/ui/legend.module.css';
import { STATE_CLASSES } from './dayState';

const STATES = ['more', 'done', 'partly', 'open', 'unscheduled'] as const;
/** A check is done or not. */
const STATES_OF_CHECK = ['done', 'open', 'unscheduled'] as const;

/** The legend of the calendar's colours. */
export function HabitLegend({ versions }: { versions: readonly HabitVersion[] }) {
  const { t } = useTranslation();
  const isCheck = versions.every(({ measure }) => measure === 'check');
  return (
    <ul className={legend.root} aria-label={t('habitPage.legend')}>
      {(isCheck ? STATES_OF_CHECK : STATES).map((state) => (
        <li key={state}>
          <span className={clsx(legend.swatch, STATE_CLASSES[state])} aria-hidden="true" />
          {t(`habitPage.state_${state}`)}
        </li>
      ))}
      <li>
        <span className={clsx(legend.swatch, bands.hatched, cell.exception)} aria-hidden="true" />
        {t('year.legendException')}
      </li>
    </ul>
  );
}
