import { useSortable } from '@dnd-kit/sortable';
import { clsx } from 'clsx';
import { Link } from 'wouter';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { useScheduleText } from '../useScheduleText';
import styles from './HabitItem.module.css';

interface HabitItemProps {
  habit: Habit;
  first: boolean;
  last: boolean;
  onEdit: () => void;
  onArchive: () => void;
  onMove: (by: 1 | -1) => void;
}

export function HabitItem({ habit, first, last, onEdit, onArchive, onMove }: HabitItemProps) {
  const { t } = useTranslation();
  const scheduleText = useScheduleText();
  const amounts = useAmountFormat();
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: habit.id, attributes: { roleDescription: t('habit.sortable') } });
  const { name, weekendTarget, skillLevel } = habit;
  const target =
    habit.measure === 'check' ? t('measure.check') : amounts.short(habit.target, habit);
  return (
    <li
      ref={setNodeRef}
      className={clsx(styles.root, isDragging && styles.dragged)}
      data-testid={`habit-item-${habit.id}`}
      style={transform ? { transform: `translateY(${transform.y}px)`, transition } : undefined}
    >
      <IconButton
        ref={setActivatorNodeRef}
        className={styles.handle}
        icon="grip"
        label={t('habit.drag', { habit: name })}
        {...attributes}
        {...listeners}
      />
      <div className={styles.main}>
        <h3>
          <Link
            className={styles.name}
            href={routes.habit(habit.id)}
            aria-label={t('habit.open', { habit: name })}
            title={t('habit.open', { habit: name })}
          >
            <bdi>{name}</bdi>
            <Icon name="chart" size={16} />
          </Link>
        </h3>
        <p className={styles.facts}>
          <QuadrantMark quadrant={habit.quadrant} />
          <span>{t(`category.${habit.category}`)}</span>
          <span>{habit.direction === 'at_most' ? t('habit.atMostShort', { target }) : target}</span>
          {weekendTarget !== null && (
            <span>{t('habit.weekendShort', { target: amounts.short(weekendTarget, habit) })}</span>
          )}
          <span>{scheduleText(habit)}</span>
          {habit.group !== null && <bdi>{habit.group}</bdi>}
          {skillLevel !== null && <span>{t('habit.level', { level: skillLevel })}</span>}
        </p>
      </div>
      <div className={styles.actions}>
        <IconButton
          icon="up"
          label={t('habit.moveUp', { habit: name })}
          atEnd={first}
          onClick={() => onMove(-1)}
        />
        <IconButton
          icon="down"
          label={t('habit.moveDown', { habit: name })}
          atEnd={last}
          onClick={() => onMove(1)}
        />
        <IconButton icon="edit" label={t('habit.edit', { habit: name })} onClick={onEdit} />
        <IconButton
          icon="archive"
          label={t('habit.archiveOf', { habit: name })}
          onClick={onArchive}
        />
      </div>
    </li>
  );
}
