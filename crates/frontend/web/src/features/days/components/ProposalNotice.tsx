import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import styles from './ProposalNotice.module.css';

interface ProposalNoticeProps {
  id: string;
  /** In the words of its measure. */
  amount: string;
  onEnter: () => void;
}

/** Says that the amount in a field is proposed only. Its button is for keyboards without Enter. */
export function ProposalNotice({ id, amount, onEnter }: ProposalNoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.proposal}>
      <p id={id}>{t('today.proposed', { time: amount })}</p>
      <Button
        variant="quiet"
        tabIndex={-1}
        // The field keeps the focus: without it the proposal ends.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onEnter}
      >
        {t('today.enterProposed', { time: amount })}
      </Button>
    </div>
  );
}
