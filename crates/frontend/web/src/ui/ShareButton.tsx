import { useTranslation } from '@/lib/i18n';
import { Button } from './Button';
import { canShare, type SharedLink, useShare } from './useShare';

/** Sends a link, or copies it where the device can't send. */
export function ShareButton({ link }: { link: SharedLink }) {
  const { t } = useTranslation();
  const { share } = useShare();
  return (
    <Button icon={canShare() ? 'share' : 'copy'} onClick={() => void share(link)}>
      {t(canShare() ? 'app.shareLink' : 'app.copyLink')}
    </Button>
  );
}
