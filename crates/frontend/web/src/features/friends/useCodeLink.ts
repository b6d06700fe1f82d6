import { useTranslation } from '@/lib/i18n';
import { linkOfCode } from '@/lib/lookupCode';
import { PATHS } from '@/lib/routes';
import type { SharedLink } from '@/ui/useShare';

/** The link with a user's code, to become friends by. */
export function useCodeLink(): (code: string) => SharedLink {
  const { t } = useTranslation();
  return (code) => ({
    url: linkOfCode(PATHS.friends, code),
    text: t('friends.shareText'),
    copied: t('friends.linkCopied'),
  });
}
