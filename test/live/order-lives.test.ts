// Two thousand order lives of forty traders under faults by chance: by the broker's log none is doubled, orphaned, naked or left open.
import { expect, it } from 'vitest';
import { expectLives, FAULTS } from './expect-lives.ts';

const TIMEOUT_MS = 150_000;
const { lastWords, unknownStatus, away, slow } = FAULTS;

it('a thousand order lives under refusals, partial fills, races and doubled or lost answers are sound', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { report } = await expectLives({ seed: 1, traders: 40, lives: 1_000, everyFault: 6, faults: 0 });
  expect(report.lives).toBeGreaterThanOrEqual(1_000);
  // chance did strike: a run without faults proves nothing
  expect(report.rejects).toBeGreaterThan(20);
});

it('seven hundred more are when statuses are unknown, answers are slow and the broker is away now and then', {
  timeout: TIMEOUT_MS,
}, async () => {
  const faults = unknownStatus + away + slow;
  const { report } = await expectLives({ seed: 2, traders: 40, lives: 700, everyFault: 6, faults });
  expect(report.lives).toBeGreaterThanOrEqual(700);
});

it('three hundred more are when the last words about orders are lost', { timeout: TIMEOUT_MS }, async () => {
  const { report } = await expectLives({ seed: 3, traders: 40, lives: 300, everyFault: 6, faults: lastWords });
  expect(report.lives).toBeGreaterThanOrEqual(300);
});
