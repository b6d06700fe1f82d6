import type { MessageKey } from '@/lib/i18n';

interface Example {
  key: MessageKey;
  command: string;
}

const AUTHORIZED = 'curl -H "Authorization: Bearer $KPI_TOKEN"';
const TASK = JSON.stringify({ title: 'Call the bank', priority: 'medium', quadrant: 'Q2' });

/** Commands of a shell that use the API at this address. */
export const examplesFor = (api: string): readonly Example[] => [
  { key: 'tokens.stepToken', command: 'read -rs KPI_TOKEN && export KPI_TOKEN' },
  { key: 'tokens.stepRead', command: `${AUTHORIZED} '${api}/days/today'` },
  { key: 'tokens.stepYear', command: `${AUTHORIZED} "${api}/dashboards/year/$(date +%Y)"` },
  {
    key: 'tokens.stepWrite',
    command: `${AUTHORIZED} -H 'Content-Type: application/json' -d '${TASK}' '${api}/days/today/tasks'`,
  },
];
