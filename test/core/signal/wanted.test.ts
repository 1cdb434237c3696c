// What a strategy may want: the shapes of hold, flat and target, and the distances that target refuses.
import { describe, expect, it } from 'vitest';
import { type BracketDistances, flat, hold, isWanted, target } from '../../../src/core/signal/wanted.ts';

const bracket: BracketDistances = { stopPoints: 5, targetPoints: 10 };

describe('a target', () => {
  it('is a direction with its distances', () => {
    expect(target(-1, bracket, 'why')).toEqual({ kind: 'direction', direction: -1, bracket, reason: 'why' });
  });

  it('of 0 is flat', () => {
    expect(target(0, bracket, 'why')).toEqual(flat('why'));
    expect(hold('why')).toEqual({ kind: 'hold', reason: 'why' });
  });

  it('refuses a distance that is not a positive number of points, and names it', () => {
    for (const value of [0, -1, Number.NaN, Infinity, undefined, '5']) {
      for (const name of ['stopPoints', 'targetPoints'] as const) {
        expect(() => target(1, { ...bracket, [name]: value } as BracketDistances, '')).toThrow(
          new RangeError(`${name} must be a positive number of points, is ${value}`),
        );
      }
    }
  });

  it('refuses a distance that is not given at all', () => {
    expect(() => target(1, { stopPoints: 5 } as BracketDistances, '')).toThrow(
      /targetPoints must be a positive number/,
    );
  });

  it('may have a stop that follows, at a distance that is one', () => {
    expect(target(1, { ...bracket, trailPoints: 3 }, '')).toMatchObject({ bracket: { trailPoints: 3 } });
    for (const value of [0, -1, Number.NaN, Infinity, '5']) {
      expect(() => target(1, { ...bracket, trailPoints: value } as BracketDistances, '')).toThrow(
        new RangeError(`trailPoints must be a positive number of points, is ${value}`),
      );
    }
    const wanted = { ...target(1, bracket, ''), bracket: { ...bracket, trailPoints: 'far' } };
    expect([isWanted(wanted), isWanted(target(1, { ...bracket, trailPoints: 3 }, ''))]).toEqual([false, true]);
  });

  it('refuses a direction that is none', () => {
    for (const direction of [2, 0.5, Number.NaN]) {
      expect(() => target(direction as 1, bracket, '')).toThrow(/direction must be/);
    }
  });
});

describe('what a strategy returned', () => {
  it('is something wanted when hold(), flat() or target() made it, or could have', () => {
    for (const wanted of [hold('why'), flat('why'), target(1, bracket, 'why'), target(-1, bracket, '')]) {
      expect(isWanted(wanted)).toBe(true);
      expect(isWanted({ ...wanted })).toBe(true);
    }
  });

  it('is nothing wanted when it is anything else', () => {
    const direction = target(1, bracket, 'why');
    for (const value of [
      undefined,
      null,
      0,
      1,
      'hold',
      [],
      {},
      () => hold('why'),
      Promise.resolve(hold('why')),
      { kind: 'buy', reason: 'why' },
      { kind: 'hold' },
      { kind: 'flat', reason: 5 },
      { kind: ['hold'], reason: 'why' },
      { ...direction, reason: undefined },
      { ...direction, direction: 0 },
      { ...direction, direction: 2 },
      { ...direction, direction: '1' },
      { ...direction, bracket: undefined },
      { ...direction, bracket: null },
      { ...direction, bracket: { stopPoints: 5 } },
      { ...direction, bracket: { stopPoints: 5, targetPoints: '10' } },
      { ...direction, bracket: { stopPoints: 5n, targetPoints: 10 } },
    ]) {
      expect(isWanted(value)).toBe(false);
    }
  });
});
