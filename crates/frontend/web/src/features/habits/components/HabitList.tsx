import {
  type Announcements,
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import type { Ref } from 'react';
import type { Habit } from '@/api/types';
import { type MessageKey, useTranslation } from '@/lib/i18n';
import { HabitItem } from './HabitItem';

interface HabitListProps {
  habits: readonly Habit[];
  ref: Ref<HTMLOListElement>;
  onEdit: (habit: Habit) => void;
  onArchive: (habit: Habit) => void;
  /** By the buttons. */
  onMove: (habit: Habit, from: number, to: number) => void;
  /** By dragging, with a pointer or with keys. */
  onDrop: (habit: Habit, from: number, to: number) => void;
}

/** The habits in their order, which is changed by dragging or by buttons. */
export function HabitList({ habits, ref, onEdit, onArchive, onMove, onDrop }: HabitListProps) {
  const { t } = useTranslation();
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (id: unknown) => habits.findIndex((habit) => habit.id === id);
  const tell = (key: MessageKey, id: unknown, over: unknown) => {
    const habit = habits[placeOf(id)];
    return habit && t(key, { habit: habit.name, place: placeOf(over) + 1 });
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => tell('habit.dragged', active.id, active.id),
    onDragOver: ({ active, over }) => tell('habit.moved', active.id, over?.id ?? active.id),
    onDragEnd: ({ active, over }) => tell('habit.dropped', active.id, over?.id ?? active.id),
    onDragCancel: ({ active }) => tell('habit.notMoved', active.id, active.id),
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: t('habit.dragHint') },
      }}
      onDragEnd={({ active, over }) => {
        const [from, to] = [placeOf(active.id), placeOf(over?.id)];
        const habit = habits[from];
        if (habit && to >= 0 && from !== to) onDrop(habit, from, to);
      }}
    >
      <SortableContext
        items={habits.map(({ id }) => id)}
        strategy={verticalListSortingStrategy}
        disabled={habits.length < 2}
      >
        <ol ref={ref} tabIndex={-1} aria-label={t('settings.habits')}>
          {habits.map((habit, index) => (
            <HabitItem
              key={habit.id}
              habit={habit}
              first={index === 0}
              last={index === habits.length - 1}
              onEdit={() => onEdit(habit)}
              onArchive={() => onArchive(habit)}
              onMove={(by) => onMove(habit, index, index + by)}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
