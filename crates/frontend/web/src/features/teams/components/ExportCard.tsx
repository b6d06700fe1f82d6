import { useProblemText } from '@/api/useProblemText';
import type { Team, TeamExportFormat } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { useExportTeam } from '../api/exportTeam';
import type { DateRange } from '../dateRange';
import text from '@/ui/text.module.css';
import styles from './ExportCard.module.css';

const FORMATS = ['csv', 'json'] as const satisfies readonly TeamExportFormat[];

/** Saves the range as a file. */
export function ExportCard({ team, range }: { team: Team; range: DateRange }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const exported = useExportTeam(team.id);
  return (
    <Card title={t('teamStats.export')}>
      <p>{t('teamStats.exportHint', { dates: format.dateRange(range.from, range.to) })}</p>
      <div role="alert">
        {exported.error && <p className={text.error}>{problemText(exported.error)}</p>}
      </div>
      <div className={styles.buttons}>
        {FORMATS.map((one) => (
          <Button
            key={one}
            loading={exported.isPending && exported.variables.format === one}
            onClick={() => exported.mutate({ range, format: one })}
          >
            {t(`teamStats.export_${one}`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}
