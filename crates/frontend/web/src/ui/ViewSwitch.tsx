import { useTranslation } from '@/lib/i18n';
import { Button } from './Button';

interface ViewSwitchProps {
  asTable: boolean;
  onChange: (asTable: boolean) => void;
}

/** The "show as table" toggle of a chart. */
export function ViewSwitch({ asTable, onChange }: ViewSwitchProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant="quiet"
      icon={asTable ? 'chart' : 'table'}
      aria-label={asTable ? t('app.showChart') : t('app.showTable')}
      onClick={() => onChange(!asTable)}
    >
      {asTable ? t('app.asChart') : t('app.asTable')}
    </Button>
  );
}
