import { type ComponentType, useEffect, useState } from 'react';
import type { FocusPanelProps } from './FocusPanel';
import type { FocusSessionsCardProps } from './FocusSessionsCard';
import type { FocusWatchProps } from './FocusWatch';

/** A component whose code comes after the page; without it the page works as well. */
function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return function Later(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null);
    useEffect(() => {
      let shown = true;
      load().then(
        (component) => shown && setLoaded(() => component),
        () => undefined,
      );
      return () => {
        shown = false;
      };
    }, []);
    return Loaded && <Loaded {...props} />;
  };
}

/** The running session, or how the last one ended. */
export const FocusTimer = later<FocusPanelProps>(async () => {
  return (await import('./FocusPanel')).FocusPanel;
});

/** The sessions of a day. */
export const FocusOfDay = later<FocusSessionsCardProps>(async () => {
  return (await import('./FocusSessionsCard')).FocusSessionsCard;
});

/** The title, the sound and the message of the end, on every page. */
export const FocusWatch = later<FocusWatchProps>(async () => {
  return (await import('./FocusWatch')).FocusWatch;
});
