import type { ReactNode } from 'react';
import { useTranslation } from '@/lib/i18n';
import { qrPath } from '@/lib/qrPath';
import { Button } from './Button';
import { ShareButton } from './ShareButton';
import { type SharedLink, useShare } from './useShare';
import text from './text.module.css';
import styles from './CodeToShare.module.css';

interface CodeToShareProps {
  code: string;
  /** What somebody can do with it. */
  hint: string;
  link: SharedLink;
  /** What the QR code is, for those who do not see it. */
  qrLabel: string;
  /** What else can be done with the code. */
  children?: ReactNode;
}

/** A code to tell, to send and to scan. */
export function CodeToShare({ code, hint, link, qrLabel, children }: CodeToShareProps) {
  const { t } = useTranslation();
  const { copy } = useShare();
  return (
    <div className={styles.root}>
      <p className={text.hint}>{hint}</p>
      <p className={styles.code} translate="no">
        {code}
      </p>
      <div className={styles.buttons}>
        <Button icon="copy" onClick={() => void copy(code, t('app.codeCopied'))}>
          {t('app.copyCode')}
        </Button>
        <ShareButton link={link} />
      </div>
      <QrCode label={qrLabel} text={link.url} />
      {children}
    </div>
  );
}

function QrCode({ label, text }: { label: string; text: string }) {
  const { size, path } = qrPath(text);
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}
