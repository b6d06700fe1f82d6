import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { InSession, signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { UnverifiedNotice } from './UnverifiedNotice';

beforeEach(() => setLanguage('en'));

function show(id: string, always = false) {
  return render(
    <InSession session={signIn()}>
      <UnverifiedNotice user={aUser({ id, canVerifyEmail: true })} always={always} />
    </InSession>,
  );
}
const notice = () => screen.queryByRole('complementary');

it('stays away once it is put off by its user, except where the mail can be asked for', async () => {
  const first = show('ada');
  await userEvent.click(screen.getByRole('button', { name: 'Later' }));
  expect(notice()).toBeNull();
  first.unmount();

  const again = show('ada');
  expect(notice()).toBeNull();
  again.unmount();

  const settings = show('ada', true);
  expect(screen.getByRole('button', { name: 'Send again' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Later' })).toBeNull();
  settings.unmount();

  show('grace');
  expect(notice()).not.toBeNull();
});
