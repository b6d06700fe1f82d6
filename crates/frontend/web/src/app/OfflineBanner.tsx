import { useTranslation } from '@/lib/i18n';
import { useOnline } from '@/lib/useOnline';
import './OfflineBanner.css';

export function OfflineBanner() {
  const { t } = useTranslation();
  const online = useOnline();
  return <div role="status">{!online && <p className="offline-banner">{t('app.offline')}</p>}</div>;
}
