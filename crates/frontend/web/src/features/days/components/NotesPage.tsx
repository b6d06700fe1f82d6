import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { FoundNotes } from './FoundNotes';
import styles from './NotesPage.module.css';

const PAUSE_MS = 300;
const MAX_LENGTH = 200;

/** The notes of days, and a search in them; the text is in the URL. */
export function NotesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const searched = params.get('q')?.trim() ?? '';
  const [typed, setTyped] = useState(searched);
  const wanted = typed.trim();

  useEffect(() => {
    if (wanted === searched) return undefined;
    const search = () => setParams(wanted === '' ? {} : { q: wanted }, { replace: true });
    const timer = setTimeout(search, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, searched, setParams]);

  return (
    <Page>
      <PageHeading title={t('notes.title')}>{t('notes.title')}</PageHeading>
      <search className={styles.search} data-page-inset>
        <TextField
          type="search"
          label={t('notes.search')}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          enterKeyHint="search"
          value={typed}
          onText={setTyped}
        />
      </search>
      <FoundNotes searched={searched} />
    </Page>
  );
}
