import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { keys } from '@/api/keys';
import { addDays, logicalDate } from '@/lib/dates';
import { aDay } from '@/testing/days';
import { openSaver } from './savers';

/** The server, in place before the client of the API asks for `fetch`. */
const server = vi.hoisted(() => {
  const answer = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', answer);
  return answer;
});

const today = logicalDate(new Date(), 'UTC', 0);
let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(keys.recalculation, {});
});

/** Takes over another state of the day, as when it is marked as an exception. */
function change(date: string): void {
  const day = aDay({ date });
  const saver = openSaver('ada', date, { day, etag: '"1"' }, client);
  saver.replace({ day, etag: '"2"' });
}

const asksAgain = () => client.getQueryState(keys.recalculation)?.isInvalidated;

it('asks whether days are recalculated once a day of long ago is changed', () => {
  change('2020-03-03');
  expect(asksAgain()).toBe(true);
});

it.each([0, 1, 7])('does not ask for a day %i days ago, which few can follow', (days) => {
  change(addDays(today, -days));
  expect(asksAgain()).toBe(false);
  expect(server).not.toHaveBeenCalled();
});
