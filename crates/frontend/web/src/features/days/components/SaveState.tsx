import { clsx } from 'clsx';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import type { SaveStatus } from '../DaySaver';
import styles from './SaveState.module.css';

interface SaveStateProps {
  status: SaveStatus;
  /** Whether the day is stored on the server, before any edit. */
  saved: boolean;
  onRetry: () => void;
}

const STATES: Partial<Record<SaveStatus['kind'], string>> = {
  saving: styles.pending,
  waiting: styles.pending,
  offline: styles.offline,
  failed: styles.failed,
};

/** The status of autosave. */
export function SaveState({ status, saved, onRetry }: SaveStateProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <div className={clsx(styles.root, STATES[status.kind])}>
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
