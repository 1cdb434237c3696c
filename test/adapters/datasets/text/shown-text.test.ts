import { describe, expect, it } from 'vitest';
import { BadLines } from '../../../../src/adapters/datasets/text/bad-lines.ts';
import { printable, quotedText, shownNames, shownText } from '../../../../src/adapters/datasets/text/shown-text.ts';

describe('text of a file in a sentence', () => {
  it.each([
    ['a\tb\r\n', 'a\\tb\\r\\n'],
    ['\x1b[2J\x07\x7f\x85', '\\x1b[2J\\x07\\x7f\\x85'],
    ['WDO\u202e52U', 'WDO\\u{202e}52U'],
    ['\ud83d', '\\u{d83d}'],
    ['Leilão 💩 5.430,5', 'Leilão 💩 5.430,5'],
  ])('shows what cannot be seen: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is cut where it goes on', () => {
    expect(shownText('x'.repeat(9), 8)).toBe('xxxxxxxx...');
    expect(shownText('x'.repeat(8), 8)).toBe('xxxxxxxx');
    expect(quotedText('a'.repeat(1_000_000))).toHaveLength(45);
  });

  it('lists some names of many', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `column\t${index}`);
    expect(shownNames(names)).toMatch(/^column\\t0, .*, column\\t11 and 4988 more$/);
  });
});

describe('a wrong line', () => {
  it('is told without what a terminal would obey, in the field as in its name', () => {
    const bad = new BadLines('/x/a.csv', true);
    bad.reject(7, 2, 'pri\x1bce', new TextEncoder().encode('54\x1b[31m30\t'), 'a price');
    bad.rejectLine(8, 3, 'high', 'high\r5 is not above');
    expect(bad.listed.map(({ message }) => message)).toEqual([
      'a.csv line 7, column 2 (pri\\x1bce): "54\\x1b[31m30\\t" is not a price',
      'a.csv line 8, column 3 (high): high\\r5 is not above',
    ]);
  });

  it('shows forty characters of a field, and that it goes on', () => {
    const bad = new BadLines('a.csv', true);
    for (const length of [40, 41]) bad.reject(1, 1, 'x', new TextEncoder().encode('9'.repeat(length)), 'a price');
    expect(bad.listed.map(({ message }) => message.includes('9..."'))).toEqual([false, true]);
  });
});
