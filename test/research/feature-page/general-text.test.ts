// One text for features that differ in their windows; expects that it holds for each of them, or names the one that it holds for.

import { describe, expect, it } from 'vitest';
import { documentedSections } from '../../../src/research/feature-page/documentation-page.ts';
import { familyName, featureFamilies } from '../../../src/research/feature-page/feature-family.ts';
import { generalText } from '../../../src/research/feature-page/general-text.ts';

const said = (id: string, text: string, parameters: Record<string, number>) => ({ id, text, parameters });
const windows = (text: (n: number) => string) => [5, 20].map((n) => said(`x_${n}`, text(n), { candles: n }));

describe('the text of a family', () => {
  it('has a letter where its members have their window, or a number that follows from it', () => {
    expect(generalText(windows((n) => `mean of ${n} closes over 3`))).toBe('mean of n closes over 3');
    expect(generalText(windows((n) => `ema[1] + 2 / ${n + 1} and ${n - 1}, ${2 * n}`))).toBe(
      'ema[1] + 2 / (n + 1) and (n − 1), 2·n',
    );
  });

  it('calls the window as the formula does', () => {
    expect(
      generalText(
        windows((n) => `return of ${n} candles`),
        ['c / c[k] − 1'],
      ),
    ).toBe('return of k candles');
  });

  it('names both windows where two differ', () => {
    const pairs = [
      [5, 20],
      [10, 50],
    ] as const;
    const members = pairs.map(([fast, slow]) => said(`r_${fast}_${slow}`, `v_${fast} / v_${slow}`, { fast, slow }));
    expect(generalText(members)).toBe('v_fast / v_slow');
  });

  it('stands by itself, with the id, where it is worded otherwise or a number follows from nothing', () => {
    const levels = [
      said('depth_1', 'at the best prices', { levels: 1 }),
      said('depth_5', 'of 5 levels', { levels: 5 }),
      said('depth_10', 'of 10 levels', { levels: 10 }),
    ];
    expect(generalText(levels)).toBe('at the best prices (depth_1); of n levels');
    const odd = [said('x_5', 'up to 7', { candles: 5 }), said('x_20', 'up to 99', { candles: 20 })];
    expect(generalText(odd)).toBe('up to 7 (x_5); up to 99 (x_20)');
  });

  it('is that of the member where there is one, or all say the same', () => {
    expect(generalText([said('rsi_14', 'period 14', { period: 14 })])).toBe('period 14');
    expect(generalText(windows(() => 'over 3 candles'))).toBe('over 3 candles');
  });
});

describe('families', () => {
  it('are features whose ids differ in numbers only', () => {
    expect(['return_10', 'maRatio_5_20', 'bookSlope_bid', 'x(p=2)', 'obv', 'own2'].map(familyName)).toEqual([
      ...['return', 'maRatio', 'bookSlope_bid', 'x', 'obv', 'own2'],
    ]);
  });

  it('have names that can be files on any machine', () => {
    const names = documentedSections().flatMap(({ families }) => families.map(({ name }) => name));
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names.filter((name) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(name))).toEqual([]);
  });

  it('list what differs between their members', () => {
    const members = documentedSections().flatMap(({ families }) => families.flatMap((family) => family.members));
    const [ema] = featureFamilies(members.filter(({ id }) => id === 'ema_5' || id === 'ema_200'));
    expect(ema!.ids).toEqual(['ema_5', 'ema_200']);
    expect(ema!.facts).toContainEqual(expect.stringMatching(/^first at 5, 200, settled at \d+, \d+$/));
  });
});
