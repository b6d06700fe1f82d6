import type { ReactNode } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Button } from './Button';
import { Icon } from './Icon';
import text from './text.module.css';
import styles from './Notice.module.css';

interface NoticeProps {
  title?: string;
  children?: ReactNode;
  requestId?: string | null;
  onRetry?: (() => void) | undefined;
}

/** An error shown in place of the content, with a way to retry. */
export function ProblemNotice({ title, children, requestId, onRetry }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.root} data-page-inset role="alert">
      <Icon name="alert" />
      <div className={styles.body}>
        {title && <p className={styles.title}>{title}</p>}
        <p>{children}</p>
        {requestId && <p className={text.hint}>{t('problem.requestId', { id: requestId })}</p>}
        {onRetry && <Button onClick={onRetry}>{t('problem.retry')}</Button>}
      </div>
    </div>
  );
}

interface EmptyStateProps {
  /** Omitted if the page's heading is the same. */
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Shown in place of an empty list, with what to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.emptyState} data-page-inset>
      {title && <p className={styles.title}>{title}</p>}
      <p>{children}</p>
      {action && <div className={styles.emptyStateAction}>{action}</div>}
    </div>
  );
}
