import { useCallback, useSyncExternalStore } from 'react';
import media from '@/styles/media.css?raw';

export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** The breakpoint between side rail and bottom bar, from the style sheets. Paper is no phone. */
export const PHONE = /--phone ([^;]+);/.exec(media)?.[1] ?? 'not all';
