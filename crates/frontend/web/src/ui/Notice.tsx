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

/** An error shown in place of the content, with a way to retry. */
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
  /** Omitted if the page's heading is the same. */
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Shown in place of an empty list, with what to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {title && <p className="notice-title">{title}</p>}
      <p>{children}</p>
      {action && <div className="empty-state-action">{action}</div>}
    </div>
  );
}
