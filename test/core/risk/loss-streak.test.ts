// Losing round trips in a row, the pause for them, and what breaks the streak.
import { describe, expect, it } from 'vitest';
import { LossStreak } from '../../../src/core/risk/loss-streak.ts';

const limits = { lossStreakTrades: 2, coolDownUs: 1000 };

/** Plays results of round trips one after the other; gives after which of them the pause began. */
function pausesOf(results: readonly number[], streak = new LossStreak()): readonly number[] {
  const pauses: number[] = [];
  let netE4 = 0;
  results.forEach((result, index) => {
    streak.look(1, 2 * index + 1, netE4, index, limits);
    netE4 += result;
    if (streak.look(0, 2 * index + 2, netE4, index, limits)) pauses.push(index);
    // looking again sees no trade
    expect(streak.look(0, 2 * index + 2, netE4, index, limits)).toBe(false);
  });
  return pauses;
}

describe('a streak of losses', () => {
  it('pauses after so many in a row, and begins anew then', () => {
    expect(pausesOf([-1, -1, -1, -1, -1])).toEqual([1, 3]);
    expect(pausesOf([-1, 5, -1, -3, 0, -1])).toEqual([3]);
    expect(pausesOf([-1, 0, -1, 0, -1])).toEqual([]);
  });

  it('lasts so long from the trade that completed it', () => {
    const streak = new LossStreak();
    expect(streak.untilUs).toBe(0);
    pausesOf([-1, -1], streak);
    expect(streak.untilUs).toBe(1 + limits.coolDownUs);
  });

  it('counts a result that is no number as a loss', () => {
    const streak = new LossStreak();
    expect([1, 2].map((n) => streak.look(0, n, Number.NaN, n, limits))).toEqual([false, true]);
  });

  it('does nothing without a limit', () => {
    const streak = new LossStreak();
    for (let n = 1; n < 50; n++) expect(streak.look(0, n, -n, n, { coolDownUs: 1000 })).toBe(false);
  });

  it('is over with the session, and knows what had been traded before', () => {
    const streak = new LossStreak();
    pausesOf([-1, -1], streak);
    streak.startSession(4, -2);
    expect([streak.untilUs, streak.look(0, 4, -2, 5, limits), streak.look(0, 6, -1, 6, limits)]).toEqual([
      0,
      false,
      false,
    ]);
    expect([streak.look(0, 8, -2, 7, limits), streak.look(0, 10, -3, 8, limits)]).toEqual([false, true]);
  });
});
