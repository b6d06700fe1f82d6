import { useEffect, useState } from 'react';

const FIRST_PAGE_MS = 1_000;

/** Whether the first page is there: what it can do without is asked for after it. */
export function useIsSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), FIRST_PAGE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}
