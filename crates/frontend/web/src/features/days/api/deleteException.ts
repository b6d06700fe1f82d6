import type { Api } from '@/api/client';
import type { LoadedDay } from '../DaySaver';
import { withEtag } from './getDay';

export async function deleteException(api: Api, date: string): Promise<LoadedDay> {
  return withEtag(await api.DELETE('/api/days/{date}/exception', { params: { path: { date } } }));
}
