import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';

/** A link to hand over, selected with one press. */
export function LinkToCopy({ path }: { path: string }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('admin.link')}
      hint={t('admin.linkHint')}
      readOnly
      value={`${window.location.origin}${path}`}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
