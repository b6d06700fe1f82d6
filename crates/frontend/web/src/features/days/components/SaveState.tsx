import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import type { SaveStatus } from '../DaySaver';
import './SaveState.css';

interface SaveStateProps {
  status: SaveStatus;
  /** Whether the day is stored on the server, before any edit. */
  saved: boolean;
  onRetry: () => void;
}

/** The status of autosave. */
export function SaveState({ status, saved, onRetry }: SaveStateProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <div className={`save-state save-state-${status.kind}`}>
      <p role="status" data-testid="save-state">
        {status.kind !== 'clean' ? t(`save.${status.kind}`) : saved ? t('save.saved') : null}
        {status.kind === 'failed' && `. ${problemText(status.error)}`}
      </p>
      {status.kind === 'failed' && (
        <Button variant="quiet" onClick={onRetry}>
          {t('save.retry')}
        </Button>
      )}
    </div>
  );
}
