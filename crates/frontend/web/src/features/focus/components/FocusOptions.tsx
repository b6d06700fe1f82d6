import { useTranslation } from '@/lib/i18n';
import { Switch } from '@/ui/Switch';
import { useFocusPreference } from '../preferences';

/** What is remembered on the device. */
export function FocusOptions() {
  const { t } = useTranslation();
  const [sound, setSound] = useFocusPreference('sound');
  const [title, setTitle] = useFocusPreference('title');
  return (
    <>
      <Switch label={t('focus.sound')} on={sound} onChange={setSound} />
      <Switch label={t('focus.title')} on={title} onChange={setTitle} />
    </>
  );
}
