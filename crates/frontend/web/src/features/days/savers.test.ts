import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { queryKeys } from '@/api/queryKeys';
import { addDays, logicalDate } from '@/lib/dates';
import { aDay } from '@/testing/days';
import { openSaver } from './savers';

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

const today = logicalDate(new Date(), 'UTC', 0);
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(queryKeys.recalculation, {});
});

/** Applies another state of the day, as after marking an exception. */
function change(date: string): void {
  const day = aDay({ date });
  const saver = openSaver('ada', date, { day, etag: '"1"' }, client);
  saver.replace({ day, etag: '"2"' });
}

const asksAgain = () => client.getQueryState(queryKeys.recalculation)?.isInvalidated;

it('checks for a recalculation after a change of an old day', () => {
  change('2020-03-03');
  expect(asksAgain()).toBe(true);
});

it.each([0, 1, 7])('does not check after a change of the day %i days ago', (days) => {
  change(addDays(today, -days));
  expect(asksAgain()).toBe(false);
  expect(server).not.toHaveBeenCalled();
});
