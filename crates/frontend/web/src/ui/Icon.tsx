import styles from './Icon.module.css';

/** Icons on a 24-unit grid; each is one path in the text's colour. */
const PATHS = {
  today: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4M9 15l2 2 4-4',
  year: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  friends:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3 2.8 3 5.5',
  teams:
    'M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6.5 20c0-3.3 2.3-5.5 5.5-5.5s5.5 2.2 5.5 5.5M6 7.3a2.4 2.4 0 1 0 0 4.7M2.5 18c0-2 .9-3.4 2.5-4M18 7.3a2.4 2.4 0 1 1 0 4.7M21.5 18c0-2-.9-3.4-2.5-4',
  bell: 'M6 17v-6a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5a2.2 2.2 0 0 0 4 0',
  settings: 'M4 7h9M19 7h1M4 17h2M12 17h8M16 4.5v5M9 14.5v5',
  signOut: 'M10 4H5v16h5M10 12h10M16 8l4 4-4 4',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  more: 'M4.4 12a.6.6 0 1 1 1.2 0a.6.6 0 1 1-1.2 0zM11.4 12a.6.6 0 1 1 1.2 0a.6.6 0 1 1-1.2 0zM18.4 12a.6.6 0 1 1 1.2 0a.6.6 0 1 1-1.2 0z',
  grip: 'M5 8h14M5 12h14M5 16h14',
  expand: 'M6 9l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  keyboard: 'M3 6h18v12H3zM7 10v.5M11 10v.5M15 10v.5M17 10v.5M7 14v.5M17 14v.5M10 14h4',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  share: 'M12 15V3M8 7l4-4 4 4M5 11v9h14v-9',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  restore: 'M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  calendar: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  chart: 'M5 20V11M12 20V4M19 20v-6',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  eyeOff:
    'M4 4l16 16M9.5 5.9C14.5 4.5 19 8 21.5 12a17 17 0 0 1-3 3.6M6.3 7.6A17 17 0 0 0 2.5 12C6 18 11 19.7 15.5 17.7',
  timer: 'M12 7a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM12 10.5V14l2.2 1.6M10 3h4M12 3v4',
  streak: 'M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2 .8-3.6 2-5 .4 1.6 1.2 2.4 2 3 .2-3.5.6-6.5 2-9z',
  away: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  illness: 'M12 4a3 3 0 0 1 3 3v6.5a4.5 4.5 0 1 1-6 0V7a3 3 0 0 1 3-3zM12 9v7',
  travel: 'M4 15l16-7-3 6-5 1-3 5-2-.5 1.5-4.5zM4 15l2.5.5',
  emergency: 'M12 3v11M12 19v.5',
  technical: 'M14.5 4.5a5 5 0 0 0-5.8 6.6L4 16v4h4l4.9-4.7a5 5 0 0 0 6.6-5.8L16 13l-4-1-1-4z',
} as const;

export type IconName = keyof typeof PATHS;

/** Always next to a text or inside a labelled control, so hidden from assistive technology. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className={styles.root} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
