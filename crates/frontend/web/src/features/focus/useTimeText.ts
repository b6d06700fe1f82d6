import { useTranslation } from '@/lib/i18n';

/** The time of an instant in the user's zone: 10:25. */
export function useTimeText(timeZone: string): (instant: string | number) => string {
  const { language } = useTranslation();
  const locale = language === 'en' ? 'en-GB' : language;
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  return (instant) => format.format(new Date(instant));
}
