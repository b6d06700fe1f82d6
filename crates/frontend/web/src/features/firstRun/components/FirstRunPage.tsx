import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Redirect, useLocation } from 'wouter';
import type { User } from '@/api/types';
import { useMe } from '@/features/auth';
import { type HabitChoice, useChooseHabits, useHabits } from '@/features/habits';
import { firstRun } from '@/lib/firstRun';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { ChooseHabits } from './ChooseHabits';
import { ChooseTime } from './ChooseTime';
import styles from './FirstRunPage.module.css';

/** The first run after signing up: choose habits, set the day, and on to the first entry on Today. */
export function FirstRunPage() {
  const me = useMe();
  return me.data ? <FirstRunOf user={me.data} /> : null;
}

function FirstRunOf({ user }: { user: User }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const habits = useHabits();
  const choose = useChooseHabits();
  const [stored] = useState(() => firstRun.step(user.id));
  // Who comes back from the entry comes back by a step.
  const [step, setStep] = useState<'habits' | 'time'>(stored === 'entry' ? 'time' : 'habits');
  /** Null where they are left as they are. */
  const [choices, setChoices] = useState<readonly HabitChoice[] | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  if (stored === null) return <Redirect to={routes.today()} replace />;
  const goTo = (next: typeof step, chosen: typeof choices) => {
    flushSync(() => {
      setChoices(chosen);
      setStep(next);
    });
    // The pressed button is removed together with its step.
    heading.current?.focus();
    window.scrollTo({ top: 0 });
  };
  const finish = async () => {
    if (choices) await choose.mutateAsync(choices);
    firstRun.go(user.id, 'entry');
    navigate(routes.today());
  };
  const skipAll = () => {
    firstRun.end(user.id);
    navigate(routes.today());
  };

  return (
    <Page className={styles.root}>
      <header className={styles.header} data-page-inset>
        <PageHeading title={t('firstRun.title')}>{t('firstRun.title')}</PageHeading>
        <Button variant="quiet" onClick={skipAll}>
          {t('firstRun.skipAll')}
        </Button>
      </header>
      <QueryBoundary
        query={habits}
        errorTitle={t('habit.loadFailed')}
        skeleton={
          <CardSkeleton>
            <Skeleton shape="row" count={10} />
          </CardSkeleton>
        }
      >
        {({ all }) =>
          step === 'habits' ? (
            <ChooseHabits
              heading={heading}
              initial={
                choices ??
                all.map((habit) => ({
                  habit,
                  chosen: habit.archivedOn === null,
                  target: habit.target,
                }))
              }
              onSkip={() => goTo('time', null)}
              onNext={(chosen) => goTo('time', chosen)}
            />
          ) : (
            <ChooseTime
              heading={heading}
              user={user}
              saving={choose.isPending}
              onBack={() => goTo('habits', choices)}
              onNext={finish}
            />
          )
        }
      </QueryBoundary>
    </Page>
  );
}
