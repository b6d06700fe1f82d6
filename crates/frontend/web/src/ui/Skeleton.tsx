import './Skeleton.css';

type SkeletonShape = 'line' | 'row' | 'block' | 'number';

/** A placeholder for loading content. The region around it has `aria-busy`. */
export function Skeleton({ shape = 'line', count = 1 }: { shape?: SkeletonShape; count?: number }) {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className={`skeleton skeleton-${shape}`} aria-hidden="true" />
  ));
}
