import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { LinkToCopy } from '@/ui/LinkToCopy';
import { personSchema, useCreatePerson } from '../api/createPerson';
import text from '@/ui/text.module.css';
import styles from './CreatePersonCard.module.css';

/** Creates an account, whoever may sign up. */
export function CreatePersonCard() {
  const { t, language } = useTranslation();
  const create = useCreatePerson();
  const form = useRequestForm({
    schema: personSchema,
    defaultValues: { name: '', email: '' },
    fieldOf: { 'email-taken': 'email' },
    send: async (body) => {
      await create.mutateAsync({ ...body, language });
      form.reset();
    },
  });
  return (
    <Card title={t('admin.create')}>
      <Form className={styles.root} onSubmit={form.submit}>
        <p className={text.hint}>{t('admin.createHint')}</p>
        <TextField label={t('auth.name')} autoComplete="off" required {...form.text('name')} />
        <TextField
          type="email"
          label={t('auth.email')}
          autoComplete="off"
          required
          {...form.text('email')}
        />
        <div role="alert">{form.problem && <p className={text.error}>{form.problem}</p>}</div>
        <Button variant="primary" type="submit" loading={create.isPending}>
          {t('admin.createButton')}
        </Button>
      </Form>
      <div className={styles.created} role="status">
        {create.data?.link.path && (
          <>
            <p>{t('admin.created', { name: create.data.person.name })}</p>
            <LinkToCopy hint={t('admin.linkHint')} path={create.data.link.path} />
          </>
        )}
      </div>
    </Card>
  );
}
