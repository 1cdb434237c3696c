// Fifteen kills of runner, host or both at random instants of two sessions: nothing doubled, orphaned, naked or left open, and every journal opens.
import { expect, it } from 'vitest';
import { killSession } from './kill-session.ts';

const KILLS = [8, 7] as const;
/** Of the kills so many must fall between an order and its answer. */
const IN_FLIGHT = 0.3;

it('fifteen kills of runner, host or both leave the broker with what is meant', { timeout: 240_000 }, async () => {
  const results = await Promise.all(KILLS.map((kills, n) => killSession({ seed: 51 + n, kills })));
  const inFlight = results.reduce((sum, result) => sum + result.inFlight, 0);
  const lives = results.map(({ report }) => report.lives);
  console.log(`${inFlight} of 15 kills with an order in flight; lives ${lives.join(' and ')}`);
  expect(inFlight).toBeGreaterThanOrEqual(IN_FLIGHT * 15);
});
