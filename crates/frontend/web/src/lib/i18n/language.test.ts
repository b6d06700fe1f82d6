import { act, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** The module, freshly imported. */
async function freshPage(languages: string[]) {
  vi.resetModules();
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);
  return import('.');
}

afterEach(() => {
  document.documentElement.lang = '';
});

describe('the first language', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['de', 'ru'], 'ru'],
    [['de', 'fr'], 'en'],
  ])('for a browser that prefers %j is %s, and is not stored', async (languages, first) => {
    const { startI18n, useTranslation } = await freshPage(languages);
    await startI18n();
    expect(renderHook(() => useTranslation()).result.current.language).toBe(first);
    expect(document.documentElement.lang).toBe(first);
    expect(localStorage.getItem('kpi.language')).toBeNull();
  });

  it('is the stored choice', async () => {
    localStorage.setItem('kpi.language', 'ru');
    const { startI18n, useTranslation } = await freshPage(['en']);
    await startI18n();
    expect(renderHook(() => useTranslation()).result.current.t('nav.today')).toBe('Сегодня');
  });
});

describe('another language', () => {
  it('is shown at once everywhere, and is stored', async () => {
    const { startI18n, setLanguage, useTranslation } = await freshPage(['en']);
    await startI18n();
    const { result } = renderHook(() => useTranslation().t('nav.today'));
    expect(result.current).toBe('Today');
    await act(() => setLanguage('ru'));
    expect(result.current).toBe('Сегодня');
    expect(document.documentElement.lang).toBe('ru');
    expect(localStorage.getItem('kpi.language')).toBe('ru');
  });

  it('is replaced by a later request', async () => {
    const { startI18n, setLanguage, useTranslation } = await freshPage(['en']);
    await startI18n();
    const { result } = renderHook(() => useTranslation().language);
    await act(async () => {
      await Promise.all([setLanguage('ru'), setLanguage('en')]);
    });
    expect(result.current).toBe('en');
    expect(localStorage.getItem('kpi.language')).toBe('en');
  });
});

describe('the messages of pages outside the first load', () => {
  const LATER = 'teams.title';

  async function started() {
    const i18n = await freshPage(['en']);
    await i18n.startI18n();
    const { result } = renderHook(() => i18n.useTranslation());
    /** The language, and whether it has those messages. */
    const shown = () => [result.current.language, result.current.hasMessage(LATER)];
    return { ...i18n, shown };
  }

  it('come when one is asked for, and then in every language', async () => {
    const { loadLaterMessages, setLanguage, shown } = await started();
    expect(shown()).toEqual(['en', false]);
    await act(loadLaterMessages);
    expect(shown()).toEqual(['en', true]);
    await act(() => setLanguage('ru'));
    expect(shown()).toEqual(['ru', true]);
  });

  it('are there when a page stops waiting, though the language changes meanwhile', async () => {
    const { loadLaterMessages, setLanguage, shown } = await started();
    // The other language comes after the messages that the page has asked for.
    vi.doMock('./ru', async (original) => {
      await Promise.all([import('./en'), import('./en.later')]);
      return original();
    });
    const goesOn = loadLaterMessages().then(shown);
    await act(() => setLanguage('ru'));
    vi.doUnmock('./ru');
    expect(await goesOn).toEqual(['ru', true]);
  });

  it('are there when the language was being changed', async () => {
    const { loadLaterMessages, setLanguage, shown } = await started();
    void setLanguage('ru');
    await act(loadLaterMessages);
    expect(shown()).toEqual(['ru', true]);
  });

  it('are those of the shown language after another could not be loaded', async () => {
    const { loadLaterMessages, setLanguage, shown } = await started();
    vi.doMock('./ru', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(setLanguage('ru')).rejects.toThrow();
    vi.doUnmock('./ru');
    await act(loadLaterMessages);
    expect(shown()).toEqual(['en', true]);
  });
});
