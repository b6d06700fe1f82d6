import { useMutation } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { TeamExportFormat } from '@/api/types';
import { saveFile } from '@/lib/saveFile';
import type { DateRange } from '../dateRange';

/** Saves the members, their days and the goals of a range as a file. A mere link could not tell what failed. */
export function useExportTeam(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: async ({ range, format }: { range: DateRange; format: TeamExportFormat }) => {
      const file = await unwrap(
        api.GET('/api/teams/{id}/export', {
          params: { path: { id }, query: { format, ...range } },
          parseAs: 'blob',
        }),
      );
      saveFile(file, `team-${range.from}-${range.to}.${format}`);
    },
  });
}
