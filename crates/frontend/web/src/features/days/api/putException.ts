import type { Api } from '@/api/client';
import type { ExceptionKind } from '@/api/types';
import type { LoadedDay } from '../DaySaver';
import { withEtag } from './getDay';

export async function putException(
  api: Api,
  date: string,
  body: { kind: ExceptionKind; note: string | null },
): Promise<LoadedDay> {
  return withEtag(
    await api.PUT('/api/days/{date}/exception', { params: { path: { date } }, body }),
  );
}
