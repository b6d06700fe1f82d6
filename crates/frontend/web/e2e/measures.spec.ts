import { expect, test } from '@playwright/test';
import { signUp } from './account';

test('a count and a check are made, entered and kept', async ({ page }) => {
  page.setDefaultTimeout(10_000);
  await signUp(page);
  await page.goto('/settings');
  const form = page.getByRole('dialog');
  const group = form.getByRole('combobox', { name: 'Group (optional)' });
  const make = async (name: string, fill: () => Promise<void>) => {
    await page.getByRole('button', { name: 'Add a habit' }).click();
    await form.getByLabel('Name').fill(name);
    await fill();
    await form.getByRole('button', { name: 'Add the habit' }).click();
    await expect(form).toHaveCount(0);
  };
  await make('Water', async () => {
    await form.getByLabel('A count').check();
    await form.getByLabel('What is counted').fill('glasses');
    await form.getByLabel('Target a day').fill('8');
    await group.fill('Body');
    // Closes the suggestions.
    await group.press('Tab');
  });
  await make('Stretching', async () => {
    await form.getByLabel('Done or not').check();
    await form.getByLabel('Times a week').check();
    await group.fill('Body');
    // Closes the suggestions.
    await group.press('Tab');
  });

  await page.goto('/');
  const water = page.getByLabel('Water: number of glasses');
  await water.fill('6');
  await water.blur();
  await page.getByRole('button', { name: 'Water: 1 more' }).click();
  await page.getByLabel('Done: Stretching').check();
  await expect(page.getByText('1 of 3 this week')).toBeVisible();
  await page.reload();
  await expect(water).toHaveValue('7');
  await expect(page.getByLabel('Done: Stretching')).toBeChecked();
});
