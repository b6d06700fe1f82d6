import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { UserDatabase } from './userDatabase';

it('a database of the first version keeps its unsaved edits', async () => {
  const first = await openDB('kpi-ada', 1, {
    upgrade: (database) => {
      database.createObjectStore('drafts');
      database.createObjectStore('answers');
    },
  });
  await first.put('drafts', 'unsaved', '2026-03-03');
  await first.put('answers', 'of the server', 'queries');
  first.close();

  const database = new UserDatabase('ada');
  expect(await database.run((stores) => stores.get('drafts', '2026-03-03'))).toBe('unsaved');
  expect(await database.run((stores) => stores.count('responses'))).toBe(0);
  const stores = database.run((opened) => Promise.resolve([...opened.objectStoreNames]));
  expect(await stores).toEqual(['drafts', 'responses']);
  await database.erase();
});
