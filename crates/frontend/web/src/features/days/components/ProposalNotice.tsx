import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import './ProposalNotice.css';

interface ProposalNoticeProps {
  id: string;
  minutes: number;
  onEnter: () => void;
}

/** Says that minutes in a field are proposed only. Its button is for keyboards without Enter. */
export function ProposalNotice({ id, minutes, onEnter }: ProposalNoticeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = format.duration(minutes);
  return (
    <div className="proposal">
      <p id={id}>{t('today.proposed', { time })}</p>
      <Button
        variant="quiet"
        tabIndex={-1}
        // The field keeps the focus: without it the proposal ends.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onEnter}
      >
        {t('today.enterProposed', { time })}
      </Button>
    </div>
  );
}
