import { useState } from 'react';
import type { ExceptionKind } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { SelectField } from '@/ui/Select';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import text from '@/ui/text.module.css';
import styles from './ExceptionForm.module.css';

const KINDS: readonly ExceptionKind[] = ['illness', 'travel', 'emergency', 'technical'];

interface ExceptionFormProps {
  loading: boolean;
  onSave: (exception: { kind: ExceptionKind; note: string | null }) => void;
  onCancel: () => void;
}

export function ExceptionForm({ loading, onSave, onCancel }: ExceptionFormProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ExceptionKind>('illness');
  const [note, setNote] = useState('');
  useUnsavedEdits(note.trim() !== '');
  return (
    <Card title={t('exception.mark')}>
      <Form className={styles.root} onSubmit={() => onSave({ kind, note: note.trim() || null })}>
        <p className={text.hint}>{t('exception.explain')}</p>
        <div className={styles.fields}>
          <SelectField
            label={t('exception.kind')}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`exception.${value}`) }))}
            onChange={setKind}
          />
          <TextField label={t('exception.note')} value={note} maxLength={500} onText={setNote} />
        </div>
        <div className={styles.buttons}>
          <Button variant="primary" type="submit" loading={loading}>
            {t('exception.save')}
          </Button>
          <Button onClick={onCancel}>{t('exception.cancel')}</Button>
        </div>
      </Form>
    </Card>
  );
}
