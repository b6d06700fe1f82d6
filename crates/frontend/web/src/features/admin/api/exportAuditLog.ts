import { useMutation } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { saveFile } from '@/lib/saveFile';

/** Saves the audit log as a file. */
export function useExportAuditLog() {
  const api = useApi();
  return useMutation({
    mutationFn: async () => {
      const file = await unwrap(api.GET('/api/admin/audit-log/export', { parseAs: 'blob' }));
      saveFile(file, 'audit-log.csv');
    },
  });
}
