import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { addDays } from '@/lib/dates';
import { startI18n } from '@/lib/i18n';
import { TrendChart } from './TrendChart';

/** How often the part of the chart that the pointer does not change was rendered. */
const axis = vi.hoisted(() => vi.fn(() => null));
vi.mock('./KpiAxis', () => ({ KpiAxis: axis }));

beforeAll(startI18n);

/** Lays the page out, with everything 800 pixels wide. */
let layOut = (): void => undefined;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(onResize: () => void) {
        layOut = onResize;
      }
      observe = vi.fn();
      disconnect = vi.fn();
    },
  );
});

it('moves the marker with the pointer without drawing the points again', async () => {
  const points = Array.from({ length: 365 }, (_, day) => ({
    date: addDays('2026-01-01', day),
    kpi: day % 150,
    mean: 75,
  }));
  render(<TrendChart year={2026} points={points} />);
  act(layOut);
  await vi.waitFor(() => expect(screen.queryByTestId('points')).not.toBeNull());
  const dots = screen.getByTestId('points').getAttribute('d') ?? '';
  expect(dots.match(/M/g)).toHaveLength(365);
  const before = axis.mock.calls.length;
  const chart = screen.getByRole('img');
  const shown = [0, 1000].map((clientX) => {
    fireEvent.pointerMove(chart, { clientX });
    expect(screen.getAllByTestId('cursor')).toHaveLength(1);
    return screen.getByTestId('readout').textContent;
  });
  expect(shown[0]).toContain('1 January');
  expect(shown[1]).toContain('31 December');
  fireEvent.pointerLeave(chart);
  expect(screen.queryAllByTestId('cursor')).toHaveLength(0);
  expect(axis.mock.calls.length).toBe(before);
});
