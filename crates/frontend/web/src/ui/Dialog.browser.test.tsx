import { render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { setLanguage } from '@/lib/i18n';
import { Dialog } from './Dialog';

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <button onClick={() => setOpen(true)}>Edit</button>
      {open && (
        <Dialog title="Edit the habit" onClose={() => setOpen(false)}>
          <input aria-label="Name" />
          <button>Save</button>
        </Dialog>
      )}
    </main>
  );
}

const edit = () => screen.getByRole('button', { name: 'Edit' });

beforeEach(async () => {
  await setLanguage('en');
  render(<Page />);
  await userEvent.click(edit());
});

describe('a dialog', () => {
  it('begins in its first field', () => {
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
  });

  it('keeps the focus inside', async () => {
    const dialog = screen.getByRole('dialog', { name: 'Edit the habit' });
    for (let press = 0; press < 8; press += 1) {
      await userEvent.tab();
      // The browser's own controls come after the last element.
      expect([document.body, dialog]).toContain(
        document.activeElement?.closest('dialog') ?? document.activeElement,
      );
      expect(document.activeElement).not.toBe(edit());
    }
  });

  it('gives the focus back when Escape closes it', async () => {
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(edit());
  });

  it('is at the lower edge of a phone, as wide as the screen', () => {
    const box = screen.getByRole('dialog').getBoundingClientRect();
    expect([box.left, box.width, box.bottom]).toEqual([0, window.innerWidth, window.innerHeight]);
  });
});
