import type { Api } from '@/api/client';
import type { DayInput } from '@/api/types';
import type { LoadedDay } from '../DaySaver';
import { withEtag } from './getDay';

/**
 * Replaces a day's entries and tasks; fails with 412 if `etag` is outdated. Null, which is only after a
 * proxy that removes the field, replaces whatever is there.
 */
export async function putDay(
  api: Api,
  date: string,
  body: DayInput,
  etag: string | null,
): Promise<LoadedDay> {
  const header = etag === null ? {} : { header: { 'If-Match': etag } };
  return withEtag(
    await api.PUT('/api/days/{date}', { params: { path: { date }, ...header }, body }),
  );
}
