import { useTranslation } from '@/lib/i18n';
import { showToast } from './toasts';

/** Whether the device has a way to send a link to somebody; not on pages over plain HTTP. */
export const canShare = (): boolean => 'share' in navigator;

export interface SharedLink {
  url: string;
  /** What is sent with it. */
  text?: string | undefined;
  /** What is said once it is copied. */
  copied: string;
}

/** Copies texts, and sends links. */
export function useShare() {
  const { t } = useTranslation();
  const copy = (text: string, copied: string): Promise<void> =>
    write(text).then(
      () => showToast(copied),
      () => showToast(t('app.copyFailed', { text })),
    );
  const share = ({ url, text, copied }: SharedLink): Promise<void> => {
    if (!canShare()) return copy(url, copied);
    // It rejects when nobody is chosen.
    return navigator.share({ url, ...(text && { text }) }).catch(() => undefined);
  };
  return { copy, share };
}

/** Pages over plain HTTP have no clipboard. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
