import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { canShare, useShare } from '../useShare';

/** Sends the link with a code, or copies it where the device can't send. */
export function ShareButton({ code }: { code: string }) {
  const { t } = useTranslation();
  const { share } = useShare();
  return (
    <Button icon={canShare() ? 'share' : 'copy'} onClick={() => void share(code)}>
      {t(canShare() ? 'friends.shareLink' : 'friends.copyLink')}
    </Button>
  );
}
