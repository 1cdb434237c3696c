import { describe, expect, it } from 'vitest';
import { SignOfLife } from '../../../../src/runner/host/guardian/sign-of-life.ts';

const SECOND = 1_000_000;

describe('the signs of life of a trader', () => {
  it('end with its silence and begin with its next sign', () => {
    const life = new SignOfLife(2000, 0);
    expect(life.isSilent(2 * SECOND)).toBe(false);
    expect(life.isSilent(2 * SECOND + 1)).toBe(true);
    life.take(5, 5, 3 * SECOND);
    expect(life.isSilent(3 * SECOND)).toBe(false);
  });

  it('do not count from one that has not taken what it was told long ago', () => {
    const life = new SignOfLife(2000, 0);
    for (let n = 1; n <= 6; n++) life.take(10, 10 + n, (n * SECOND) / 2);
    expect(life.isSilent(3 * SECOND)).toBe(true);
    // it has come as far as it was told one second ago
    life.take(15, 20, 3 * SECOND);
    expect(life.isSilent(3 * SECOND)).toBe(false);
    life.take(20, 20, 4 * SECOND);
    expect(life.silenceUs(4 * SECOND)).toBe(0);
  });

  it('count from a trader that says nothing of what it has taken', () => {
    const life = new SignOfLife(2000, 0);
    for (let n = 1; n <= 10; n++) life.take(undefined, n * 100, n * SECOND);
    expect(life.isSilent(10 * SECOND)).toBe(false);
  });
});
