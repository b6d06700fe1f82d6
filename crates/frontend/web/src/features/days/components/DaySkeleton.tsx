import { useTranslation } from '@/lib/i18n';
import { Skeleton } from '@/ui/Skeleton';

export function DaySkeleton() {
  const { t } = useTranslation();
  return (
    <div className="today-grid" role="status" aria-label={t('app.loading')}>
      <div className="today-main">
        <div className="card">
          <Skeleton />
          <Skeleton shape="row" count={10} />
        </div>
      </div>
      <div className="today-side">
        <div className="today-kpi">
          <div className="kpi-panel">
            <Skeleton shape="number" />
          </div>
        </div>
        <div className="card">
          <Skeleton shape="block" />
        </div>
      </div>
    </div>
  );
}
