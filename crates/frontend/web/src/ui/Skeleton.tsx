import './Skeleton.css';

type SkeletonShape = 'line' | 'row' | 'block' | 'number';

/** Holds the room of what is still loading. The region around it says that it is busy. */
export function Skeleton({ shape = 'line', count = 1 }: { shape?: SkeletonShape; count?: number }) {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className={`skeleton skeleton-${shape}`} aria-hidden="true" />
  ));
}
