import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { addDays } from '@/lib/dates';
import { startI18n } from '@/lib/i18n';
import { YearTrendChart } from './YearTrendChart';

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
  render(<YearTrendChart year={2026} points={points} />);
  act(layOut);
  await vi.waitFor(() => expect(screen.queryByTestId('points')).not.toBeNull());
  const dots = screen.getByTestId('points').getAttribute('d') ?? '';
  expect(dots.match(/M/g)).toHaveLength(365);
  const before = axis.mock.calls.length;
  const link = screen.getByRole('link');
  const shown = [0, 1000].map((clientX) => {
    fireEvent.pointerMove(link, { clientX });
    expect(screen.getAllByTestId('cursor')).toHaveLength(1);
    return [screen.getByTestId('tooltip').textContent, link.getAttribute('href')];
  });
  expect(shown[0]?.[0]).toContain('1 January');
  expect(shown[0]?.[1]).toBe('/day/2026-01-01');
  expect(shown[1]?.[0]).toContain('31 December');
  expect(shown[1]?.[1]).toBe('/day/2026-12-31');
  fireEvent.pointerLeave(link);
  expect(screen.queryAllByTestId('cursor')).toHaveLength(0);
  expect(axis.mock.calls.length).toBe(before);
});

const FEW = [
  { date: '2026-03-01', kpi: 70, mean: 70 },
  { date: '2026-03-02', kpi: 110, mean: 90 },
];

it('moves from day to day by the arrow keys, and says each', async () => {
  render(<YearTrendChart year={2026} points={FEW} />);
  act(layOut);
  const link = await screen.findByRole('link');
  fireEvent.keyDown(link, { key: 'ArrowLeft' });
  expect(link.getAttribute('href')).toBe('/day/2026-03-01');
  expect(screen.getByRole('status').textContent).toContain('KPI 70, needs attention');
  fireEvent.keyDown(link, { key: 'End' });
  expect(link.getAttribute('href')).toBe('/day/2026-03-02');
  fireEvent.keyDown(link, { key: 'Escape' });
  expect(screen.queryByTestId('tooltip')).toBeNull();
});

it('shows a touched day before the next touch opens it', async () => {
  render(<YearTrendChart year={2026} points={FEW} />);
  act(layOut);
  const link = await screen.findByRole('link');
  const touch = () => {
    fireEvent.pointerDown(link, { clientX: 0, pointerType: 'touch' });
    fireEvent.pointerLeave(link, { pointerType: 'touch' });
    return fireEvent.click(link);
  };
  window.history.replaceState(null, '', '/year');
  touch();
  expect(screen.getByTestId('tooltip').textContent).toContain('1 March');
  expect(window.location.pathname).toBe('/year');
  touch();
  expect(window.location.pathname).toBe('/day/2026-03-01');
});
