import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { addDays } from '@/lib/dates';
import { startI18n } from '@/lib/i18n';
import { TrendChart } from './TrendChart';

/** How often the part of the chart that the pointer does not change was rendered. */
const axis = vi.hoisted(() => vi.fn(() => null));
vi.mock('./KpiAxis', () => ({ KpiAxis: axis }));

beforeAll(startI18n);

it('moves the marker with the pointer without drawing the points again', () => {
  const points = Array.from({ length: 365 }, (_, day) => ({
    date: addDays('2026-01-01', day),
    kpi: day % 150,
    mean: 75,
  }));
  const { container } = render(<TrendChart year={2026} points={points} />);
  expect(container.querySelectorAll('.chart-point')).toHaveLength(365);
  const before = axis.mock.calls.length;
  const chart = screen.getByRole('img');
  const shown = [0, 1000].map((clientX) => {
    fireEvent.pointerMove(chart, { clientX });
    expect(container.querySelectorAll('.chart-cursor-point')).toHaveLength(1);
    return container.querySelector('.chart-readout')?.textContent;
  });
  expect(shown[0]).toContain('1 January');
  expect(shown[1]).toContain('31 December');
  fireEvent.pointerLeave(chart);
  expect(container.querySelectorAll('.chart-cursor-point')).toHaveLength(0);
  expect(axis.mock.calls.length).toBe(before);
});
