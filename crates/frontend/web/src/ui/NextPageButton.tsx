import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from './Button';

interface NextPageButtonProps {
  /** A list that comes in pages. */
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  label: string;
}

/** Loads the next page, while there is one. */
export function NextPageButton({ query, label }: NextPageButtonProps) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (!hasNextPage) return null;
  return (
    <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {label}
    </Button>
  );
}
