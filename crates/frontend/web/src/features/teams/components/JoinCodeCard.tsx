import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { Team } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { linkOfCode } from '@/lib/lookupCode';
import { PATHS } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { CodeToShare } from '@/ui/CodeToShare';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { showToast } from '@/ui/toasts';
import { useRenewTeamCode } from '../api/renewTeamCode';
import { useSwitchTeamCodeOff } from '../api/switchTeamCodeOff';
import text from '@/ui/text.module.css';
import styles from './JoinCodeCard.module.css';

/** The code to join, which leaders renew and switch off. */
export function JoinCodeCard({ team }: { team: Team }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const renew = useRenewTeamCode(team.id);
  const switchOff = useSwitchTeamCodeOff(team.id);
  const [asked, setAsked] = useState<'renew' | 'off' | null>(null);
  const isLeader = team.own.role === 'leader';
  const { name, joinCode } = team;
  const done = (message: string) => {
    setAsked(null);
    showToast(message);
  };
  return (
    <Card title={t('team.code')}>
      {joinCode === null ? (
        <div className={styles.off}>
          <p className={text.hint}>{t('team.codeOff')}</p>
          {isLeader && (
            <Button
              loading={renew.isPending}
              onClick={() =>
                renew.mutate(undefined, {
                  onSuccess: () => done(t('team.codeRenewed')),
                  onError: (error) => showToast(problemText(error)),
                })
              }
            >
              {t('team.makeCode')}
            </Button>
          )}
        </div>
      ) : (
        <CodeToShare
          code={joinCode}
          hint={t('team.codeHint')}
          link={{
            url: linkOfCode(PATHS.teams, joinCode),
            text: t('team.shareText', { name }),
            copied: t('app.linkCopied'),
          }}
          qrLabel={t('team.qr')}
        >
          {isLeader && (
            <div className={styles.acts}>
              <Button variant="quiet" onClick={() => setAsked('renew')}>
                {t('team.renewCode')}
              </Button>
              <Button variant="quiet" onClick={() => setAsked('off')}>
                {t('team.switchCodeOff')}
              </Button>
            </div>
          )}
        </CodeToShare>
      )}
      {asked === 'renew' && (
        <ConfirmDialog
          title={t('team.renewTitle')}
          hint={t('team.renewHint')}
          confirm={t('team.renewConfirm')}
          action={renew}
          onConfirm={() =>
            renew.mutate(undefined, { onSuccess: () => done(t('team.codeRenewed')) })
          }
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'off' && (
        <ConfirmDialog
          title={t('team.offTitle')}
          hint={t('team.offHint')}
          confirm={t('team.offConfirm')}
          action={switchOff}
          onConfirm={() =>
            switchOff.mutate(undefined, { onSuccess: () => done(t('team.codeIsOff')) })
          }
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}
