import type { ReactNode } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Button } from './Button';
import { Icon } from './Icon';
import './Notice.css';

interface NoticeProps {
  title?: string;
  children?: ReactNode;
  requestId?: string | null;
  onRetry?: (() => void) | undefined;
}

/** What went wrong and the next step, where the content would have been. */
export function ProblemNotice({ title, children, requestId, onRetry }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <div className="notice notice-problem" role="alert">
      <Icon name="alert" />
      <div className="notice-body">
        {title && <p className="notice-title">{title}</p>}
        <p>{children}</p>
        {requestId && <p className="notice-small">{t('problem.requestId', { id: requestId })}</p>}
        {onRetry && <Button onClick={onRetry}>{t('problem.retry')}</Button>}
      </div>
    </div>
  );
}

interface EmptyStateProps {
  /** Unless the page's heading says it already. */
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Nothing is here yet, and what to do about it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {title && <p className="notice-title">{title}</p>}
      <p>{children}</p>
      {action && <div className="empty-state-action">{action}</div>}
    </div>
  );
}
