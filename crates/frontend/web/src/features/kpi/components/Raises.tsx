import type { Raise } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useRaiseText } from '../useTermText';
import './Raises.css';

interface RaisesProps {
  raises: readonly Raise[];
  nameOfHabit: (id: string) => string | undefined;
  titleOfTask: (index: number) => string | undefined;
  onTake: (raise: Raise) => void;
}

/** The cheapest next steps, each a press that takes it. */
export function Raises({ raises, nameOfHabit, titleOfTask, onTake }: RaisesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useRaiseText(nameOfHabit, titleOfTask);
  if (raises.length === 0) return <p className="raises-none">{t('explain.noRaises')}</p>;
  return (
    <ul className="raises">
      {raises.map((raise) => (
        <li key={`${raise.code} ${raise.habitId ?? raise.taskIndex ?? ''}`}>
          <button type="button" className="raise" onClick={() => onTake(raise)}>
            <span>{textOf(raise)}</span>
            <span className="raise-gain">{format.signed(raise.points)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
