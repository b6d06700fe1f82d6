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
