import { type ComponentType, useEffect, useState } from 'react';

const RETRY_MS = 60_000;

/** Live updates, whose code comes after the first page. Without it the app works as well. */
export function LiveUpdates() {
  const [Live, setLive] = useState<ComponentType | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      import('@/features/realtime').then(
        (loaded) => setLive(() => loaded.Live),
        () => {
          timer = setTimeout(load, RETRY_MS);
        },
      );
    };
    load();
    return () => clearTimeout(timer);
  }, []);
  return Live && <Live />;
}
