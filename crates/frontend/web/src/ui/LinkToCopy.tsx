import { useTranslation } from '@/lib/i18n';
import { TextField } from './Field';
import { ShareButton } from './ShareButton';
import styles from './LinkToCopy.module.css';

interface LinkToCopyProps {
  /** The path of the link on this host. */
  path: string;
  /** What the link does, and for how long. */
  hint: string;
  /** What is sent with the link. */
  text?: string;
}

/** A link to hand over: selected with one press, copied or sent with another. */
export function LinkToCopy({ path, hint, text }: LinkToCopyProps) {
  const { t } = useTranslation();
  const url = `${window.location.origin}${path}`;
  return (
    <div className={styles.root}>
      <TextField
        label={t('app.link')}
        hint={hint}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <ShareButton link={{ url, text, copied: t('app.linkCopied') }} />
    </div>
  );
}
