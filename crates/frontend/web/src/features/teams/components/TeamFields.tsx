import { useTranslation } from '@/lib/i18n';
import { CountedTextArea } from '@/ui/CountedField';
import { TextField } from '@/ui/Field';
import { MAX_DESCRIPTION_LENGTH } from '../teamSchema';
import type { TeamForm } from '../useTeamForm';
import text from '@/ui/text.module.css';

/** The fields of a team's name and description, and what went wrong. */
export function TeamFields({ form }: { form: TeamForm }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField label={t('team.name')} autoComplete="off" required {...form.text('name')} />
      <CountedTextArea
        label={t('team.description')}
        hint={t('team.descriptionHint')}
        typed={form.values.description}
        most={MAX_DESCRIPTION_LENGTH}
        {...form.text('description')}
      />
      <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
    </>
  );
}
