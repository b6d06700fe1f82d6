import { describe, expect, it } from 'vitest';
import { messages as en } from './en';
import { messages as later } from './en.later';
import { messages as ru } from './ru';
import { translate } from './translation';

const english = translate('en', { ...en, ...later });
const russian = translate('ru', ru);

describe('a message', () => {
  it('is that of its language', () => {
    expect(english.t('nav.today')).toBe('Today');
    expect(russian.t('nav.today')).toBe('Сегодня');
  });

  it('has all occurrences of its placeholders replaced', () => {
    expect(english.t('today.less', { habit: 'Reading', minutes: 15 })).toBe('Reading: 15 less');
    const twice = translate('en', { 'nav.today': [['a'], ' and ', ['a'], ', ', ['b']] });
    expect(twice.t('nav.today', { a: 0, b: '' })).toBe('0 and 0, ');
  });

  it('inserts values unchanged', () => {
    const title = '<b>$& {title} # \\u0041 \\x41 \\</b>';
    expect(english.t('today.removeTask', { title })).toBe(`Remove ${title}`);
  });

  it('isolates a right-to-left value from the text around it', () => {
    const of = (habit: string) => english.t('today.minutesOf', { habit });
    expect(of('قراءة 30')).toBe('\u2068قراءة 30\u2069: minutes');
    expect(of('קריאה')).toBe('\u2068קריאה\u2069: minutes');
    expect(of('Чтение 30')).toBe('Чтение 30: minutes');
  });

  it.each([
    ['\u202eabc', '\u2068abc\u2069'],
    ['abc\u2066', '\u2068abc\u2069'],
  ])('keeps the direction of %j to itself', (title, shown) => {
    expect(english.t('today.removeTask', { title })).toBe(`Remove ${shown}`);
  });

  it.each([
    [1, '1 day away left out'],
    [0, '0 days away left out'],
    [2, '2 days away left out'],
    [1000, '1,000 days away left out'],
  ])('counts %i in English', (count, text) => {
    expect(english.t('year.exceptions', { count })).toBe(text);
  });

  it.each([
    [1, 'серия 1 день'],
    [2, 'серия 2 дня'],
    [5, 'серия 5 дней'],
    [11, 'серия 11 дней'],
    [21, 'серия 21 день'],
    [24, 'серия 24 дня'],
    [112, 'серия 112 дней'],
  ])('counts %i in Russian', (count, text) => {
    expect(russian.t('today.streak', { count })).toBe(text);
  });
});

describe('hasMessage', () => {
  it('is true for messages only, not for subtrees', () => {
    expect(english.hasMessage('explain.code.pareto')).toBe(true);
    expect(english.hasMessage('explain.code')).toBe(false);
    expect(english.hasMessage('explain.code.a_law_to_come')).toBe(false);
  });
});
