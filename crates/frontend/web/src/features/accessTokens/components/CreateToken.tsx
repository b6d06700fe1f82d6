import { useEffect, useRef } from 'react';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { Segmented } from '@/ui/Segmented';
import { SelectField } from '@/ui/Select';
import { useShare } from '@/ui/useShare';
import { LIFETIMES, SCOPES, tokenSchema, useCreateToken } from '../api/createToken';
import text from '@/ui/text.module.css';
import styles from './CreateToken.module.css';

export function CreateToken() {
  const { t } = useTranslation();
  const create = useCreateToken();
  const form = useRequestForm({
    schema: tokenSchema,
    defaultValues: { name: '', scope: 'read', lifetime: '90' },
    send: async (token) => {
      await create.mutateAsync(token);
      form.reset();
    },
  });
  useUnsavedEdits(form.isDirty);
  return (
    <div className={styles.root}>
      <Form className={styles.form} onSubmit={form.submit}>
        <TextField
          label={t('tokens.name')}
          hint={t('tokens.nameHint')}
          autoComplete="off"
          required
          {...form.text('name')}
        />
        <Segmented
          label={t('tokens.scope')}
          value={form.values.scope}
          options={SCOPES.map((value) => ({ value, label: t(`tokens.scope_${value}`) }))}
          onChange={(scope) => form.set({ scope })}
        />
        <SelectField
          label={t('tokens.lifetime')}
          value={form.values.lifetime}
          options={LIFETIMES.map((value) => ({ value, label: t(`tokens.lifetime_${value}`) }))}
          onChange={(lifetime) => form.set({ lifetime })}
        />
        <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
        <Button type="submit" loading={create.isPending}>
          {t('tokens.create')}
        </Button>
      </Form>
      {create.data && <NewToken key={create.data.accessToken.id} token={create.data.token} />}
    </div>
  );
}

/** The token, which nobody can see again: selected with one press, copied with another. */
function NewToken({ token }: { token: string }) {
  const { t } = useTranslation();
  const { copy } = useShare();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={root} className={styles.issued}>
      <TextField
        label={t('tokens.new')}
        hint={t('tokens.once')}
        readOnly
        autoComplete="off"
        translate="no"
        value={token}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon="copy" onClick={() => void copy(token, t('tokens.copied'))}>
        {t('tokens.copy')}
      </Button>
    </div>
  );
}
