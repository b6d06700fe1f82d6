import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/Notice';
import styles from './CrashScreen.module.css';

export function CrashScreen({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={styles.crash} id="content">
      <EmptyState
        title={t('problem.crashed')}
        action={
          <>
            <Button variant="primary" onClick={onRetry}>
              {t('problem.retry')}
            </Button>{' '}
            <Button onClick={() => window.location.reload()}>{t('problem.reload')}</Button>
          </>
        }
      >
        {t('problem.crashedHint')}
      </EmptyState>
    </main>
  );
}
