import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import styles from './Tabs.module.css';

interface TabsProps {
  label: string;
  /** The name of the tab that is shown. */
  current: string;
  tabs: readonly { name: string; label: string; href: string }[];
}

/**
 * The tabs of a page, each with an address of its own: links, so that they open in a new window and the history has
 * them. They stand in one line, which scrolls where it is too long.
 */
export function Tabs({ label, current, tabs }: TabsProps) {
  const line = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const list = line.current;
    const tab = list?.querySelector<HTMLElement>('[aria-current]');
    // Only the line scrolls, not the page.
    if (list && tab) {
      list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
    }
  }, [current]);
  return (
    <nav className={styles.root} aria-label={label}>
      <ul className={styles.line} ref={line}>
        {tabs.map((tab) => (
          <li key={tab.name}>
            <Link
              className={styles.tab}
              href={tab.href}
              aria-current={tab.name === current ? 'page' : undefined}
              // Browsers leave one alone that is in sight in part.
              onFocus={(event) =>
                event.currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })
              }
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
