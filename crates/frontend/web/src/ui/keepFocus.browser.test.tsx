import { render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { setLanguage } from '@/lib/i18n';
import { Card } from './Card';
import { Dialog } from './Dialog';
import { keepFocus } from './keepFocus';

type Step = 'start' | 'asked' | 'done' | 'gone';

/** A page with a card; what is asked there takes its button away, or the whole card. */
function Page({ end, disables = false }: { end: 'done' | 'gone'; disables?: boolean }) {
  const [step, setStep] = useState<Step>('start');
  return (
    <main>
      <h1>Team</h1>
      {step !== 'gone' && (
        <Card title="Goals">
          {(step !== 'done' || disables) && (
            <button disabled={step === 'done'} onClick={() => setStep('asked')}>
              Delete
            </button>
          )}
          <button>Make</button>
          {step === 'asked' && (
            <Dialog title="Delete it?" onClose={() => setStep('start')}>
              <button onClick={() => setStep(end)}>Yes</button>
            </Dialog>
          )}
        </Card>
      )}
    </main>
  );
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const focused = (element: Element) => waitFor(() => expect(document.activeElement).toBe(element));
const nextFrames = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

beforeAll(keepFocus);
beforeEach(() => setLanguage('en'));

it.each([false, true])(
  'goes to the card’s heading if the dialog’s opener is gone (disabled: %s)',
  async (disables) => {
    render(<Page end="done" disables={disables} />);
    await press('Delete');
    await press('Yes');
    await focused(screen.getByRole('heading', { name: 'Goals' }));
  },
);

it('goes to the page’s heading if the card is gone too', async () => {
  render(<Page end="gone" />);
  await press('Delete');
  await press('Yes');
  await focused(screen.getByRole('heading', { name: 'Team' }));
});

it('goes to the card’s heading if the opener goes after the dialog', async () => {
  const { rerender } = render(
    <Card title="Feed">
      <button>Remove</button>
    </Card>,
  );
  screen.getByRole('button').focus();
  rerender(<Card title="Feed">Nothing</Card>);
  await focused(screen.getByRole('heading', { name: 'Feed' }));
});

it('goes to the nearest element that was made for it', async () => {
  const { rerender } = render(
    <Card title="Sessions">
      <ul tabIndex={-1}>
        <button>End</button>
      </ul>
    </Card>,
  );
  screen.getByRole('button').focus();
  rerender(
    <Card title="Sessions">
      <ul tabIndex={-1} />
    </Card>,
  );
  await focused(screen.getByRole('list'));
});

it('stays with its opener, or where it was put meanwhile', async () => {
  render(<Page end="done" />);
  await press('Delete');
  await userEvent.keyboard('{Escape}');
  await nextFrames();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete' }));

  await press('Delete');
  await press('Yes');
  const chosen = screen.getByRole('button', { name: 'Make' });
  chosen.focus();
  await nextFrames();
  expect(document.activeElement).toBe(chosen);
});

it('stays away if the user has left the element before it is removed', async () => {
  render(<Page end="done" />);
  const leftOne = screen.getByRole('button', { name: 'Delete' });
  leftOne.focus();
  leftOne.blur();
  await nextFrames();
  leftOne.remove();
  await nextFrames();
  expect(document.activeElement).toBe(document.body);
});

it('waits for the heading of a page that is still loading', async () => {
  const { rerender } = render(
    <main>
      <h1>Team</h1>
      <button>Leave</button>
    </main>,
  );
  screen.getByRole('button').focus();
  rerender(<main>Loading</main>);
  await nextFrames();
  rerender(
    <main>
      <h1>Teams</h1>
    </main>,
  );
  await focused(screen.getByRole('heading', { name: 'Teams' }));
});
