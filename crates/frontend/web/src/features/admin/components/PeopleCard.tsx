import { useDeferredValue, useState } from 'react';
import type { AdministeredPerson, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { TextField } from '@/ui/Field';
import { NextPageButton } from '@/ui/NextPageButton';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { usePeople } from '../api/listPeople';
import { PersonDialog } from './PersonDialog';
import text from '@/ui/text.module.css';
import styles from './PeopleCard.module.css';

const MAX_LENGTH = 100;

/** The people, who came last first, and a search among them. */
export function PeopleCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const people = usePeople(useDeferredValue(typed.trim()));
  const [chosen, setChosen] = useState<AdministeredPerson | null>(null);
  return (
    <Card title={t('admin.people')}>
      <search>
        <TextField
          type="search"
          label={t('admin.search')}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          value={typed}
          onText={setTyped}
        />
      </search>
      <QueryBoundary
        query={people}
        errorTitle={t('admin.peopleFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {({ pages }) => {
          const found = pages.flatMap((page) => page.people);
          return found.length === 0 ? (
            <p className={text.hint}>{t('admin.nobody')}</p>
          ) : (
            <ul aria-label={t('admin.people')}>
              {found.map((person) => (
                <PersonItem key={person.id} person={person} user={user} onOpen={setChosen} />
              ))}
            </ul>
          );
        }}
      </QueryBoundary>
      <NextPageButton query={people} label={t('admin.more')} />
      {chosen && (
        <PersonDialog
          person={chosen}
          isOneself={chosen.id === user.id}
          onClose={() => setChosen(null)}
        />
      )}
    </Card>
  );
}

interface PersonItemProps {
  person: AdministeredPerson;
  user: User;
  onOpen: (person: AdministeredPerson) => void;
}

function PersonItem({ person, user, onOpen }: PersonItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, email, role, disabled, lastSeenAt } = person;
  const marks = [
    role === 'admin' && t('admin.role_admin'),
    disabled && t('admin.disabled'),
    // Disabling ends all sessions.
    lastSeenAt === null
      ? !disabled && t('admin.noSession')
      : t('admin.lastSeen', { at: format.moment(lastSeenAt, user.timeZone) }),
  ];
  return (
    <li className={styles.person}>
      <button
        type="button"
        className={styles.name}
        aria-haspopup="dialog"
        onClick={() => onOpen(person)}
      >
        <bdi>{name}</bdi>
      </button>
      <p className={styles.address}>{email}</p>
      <p className={text.hint}>{marks.filter(Boolean).join(' · ')}</p>
    </li>
  );
}
