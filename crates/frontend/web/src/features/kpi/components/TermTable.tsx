import type { Explanation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { DataTable } from '@/ui/DataTable';
import { useTermName, useTermReason } from '../useTermText';
import styles from './TermTable.module.css';

export function TermTable({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useTermName();
  const reasonOf = useTermReason();
  const rows = explanation.terms.map((term) => ({
    key: term.code,
    cells: [
      <>
        {nameOf(term.code)}
        <span className={styles.reason}>{reasonOf(term)}</span>
      </>,
      format.signed(term.points),
    ],
  }));
  return (
    <DataTable
      caption={t('explain.title')}
      columns={[t('explain.term'), t('explain.points')]}
      rows={[
        ...rows,
        { key: 'total', cells: [t('explain.total'), format.number(explanation.total)] },
      ]}
    />
  );
}
