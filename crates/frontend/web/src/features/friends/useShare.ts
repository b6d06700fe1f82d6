import { useTranslation } from '@/lib/i18n';
import { showToast } from '@/ui/toasts';
import { linkOfCode } from './friendCode';

/** Whether the device has a way to send a link to somebody; not on pages over plain HTTP. */
export const canShare = (): boolean => 'share' in navigator;

/** Copies and sends the user's code. */
export function useShare() {
  const { t } = useTranslation();
  const copy = (text: string, copied: string): Promise<void> =>
    write(text).then(
      () => showToast(copied),
      () => showToast(t('friends.copyFailed', { text })),
    );
  const share = (code: string): Promise<void> => {
    const url = linkOfCode(code);
    if (!canShare()) return copy(url, t('friends.linkCopied'));
    // It rejects when nobody is chosen.
    return navigator.share({ text: t('friends.shareText'), url }).catch(() => undefined);
  };
  return { copy, share };
}

/** Pages over plain HTTP have no clipboard. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
