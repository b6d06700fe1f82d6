import { useEffect, useState } from 'react';
import type { Day, User } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { lastNavigation } from '@/lib/navigation';
import { Button, ButtonLink } from '@/ui/Button';
import { amountInputs } from '@/ui/amountInputs';
import text from '@/ui/text.module.css';
import styles from './FirstEntry.module.css';

const STEP = { step: 3, steps: 3 };

/** The last step of the first run, above the first day: an entry, and then what its number means. */
export function FirstEntry({ user, day }: { user: User; day: Day }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(() => firstRun.step(user.id) === 'entry');
  const saved = day.saved && day.kpi !== null;
  // Those who come from the step before begin to type at once.
  const begins = shown && !saved;
  useEffect(() => {
    if (begins && lastNavigation() === 'link') amountInputs()[0]?.focus();
  }, [begins]);
  if (!shown) return null;

  const end = () => {
    firstRun.end(user.id);
    setShown(false);
    // The pressed button is removed.
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  };
  return (
    <section className={styles.root} aria-label={t('firstRun.title')}>
      <p className={text.hint}>{t('firstRun.step', STEP)}</p>
      <h2>{t(saved ? 'firstRun.number' : 'firstRun.entry')}</h2>
      <p role="status">{t(saved ? 'firstRun.numberHint' : 'firstRun.entryHint')}</p>
      <div className={styles.actions}>
        {saved ? (
          <Button onClick={end}>{t('firstRun.finish')}</Button>
        ) : (
          <>
            <ButtonLink href={routes.firstRun()}>{t('firstRun.back')}</ButtonLink>
            <Button variant="quiet" onClick={end}>
              {t('firstRun.skip')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
