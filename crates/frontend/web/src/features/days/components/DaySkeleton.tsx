import { CardSkeleton } from '@/ui/Card';
import { Skeleton } from '@/ui/Skeleton';
import dayLayout from './dayLayout.module.css';
import kpiPanel from './KpiPanel.module.css';

export function DaySkeleton() {
  return (
    <div className={dayLayout.root}>
      <div className={dayLayout.main}>
        <CardSkeleton>
          <Skeleton />
          <Skeleton shape="row" count={10} />
        </CardSkeleton>
      </div>
      <div className={dayLayout.side}>
        <div className={dayLayout.kpi}>
          <div className={kpiPanel.root}>
            <Skeleton shape="number" />
          </div>
        </div>
        <CardSkeleton>
          <Skeleton shape="block" />
        </CardSkeleton>
      </div>
    </div>
  );
}
