import { describe, expect, it } from 'vitest';
import type { Term } from '@/api/types';
import { layOutWaterfall } from './waterfall';

const term = (code: Term['code'], points: number): Term => ({
  code,
  points,
  reason: '',
  facts: {},
});

describe('layOutWaterfall', () => {
  it('starts each bar at the end of the previous one', () => {
    const { bars, total } = layOutWaterfall(
      [
        term('base', 80),
        term('pareto', 10),
        term('diminishing_returns', -10),
        term('priority', 20),
      ],
      100,
    );
    expect(bars.map(({ left, right }) => [left, right])).toEqual([
      [0, 0.8],
      [0.8, 0.9],
      [0.8, 0.9],
      [0.8, 1],
    ]);
    expect([total.left, total.right]).toEqual([0, 1]);
  });

  it('does not fill the axis with a low KPI', () => {
    const { total } = layOutWaterfall([term('base', 10), term('scorecard', 2)], 12);
    expect(total.right).toBeCloseTo(0.12);
  });

  it('extends below zero', () => {
    const { bars, zero } = layOutWaterfall([term('base', 5), term('parkinson', -25)], -20);
    expect(zero).toBeCloseTo(20 / 120);
    expect(bars[0]?.left).toBeCloseTo(zero);
    expect(bars[1]?.left).toBe(0);
    expect(bars[1]?.right).toBeCloseTo(25 / 120);
  });

  it('extends beyond 100 if the sum does', () => {
    const { bars, total } = layOutWaterfall([term('base', 150), term('priority', 20)], 170);
    expect(total.right).toBe(1);
    expect(bars[0]?.right).toBeCloseTo(150 / 170);
  });

  it('has no bar for zero points', () => {
    expect(layOutWaterfall([], 0)).toEqual({
      bars: [],
      total: { code: 'total', points: 0, left: 0, right: 0 },
      zero: 0,
    });
  });
});
