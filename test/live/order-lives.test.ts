// Nine hundred order lives of forty traders under faults by chance, two thousand at night: by the broker's log none is doubled, orphaned,
// naked or left open.
import { expect, it } from 'vitest';
import { expectLives, FAULTS } from './expect-lives.ts';

const TIMEOUT_MS = 150_000;
const isNightly = process.env.QT_NIGHTLY === '1';
const { lastWords, unknownStatus, away, slow } = FAULTS;
const [plain, unknown, lost] = isNightly ? ([1_000, 700, 300] as const) : ([400, 300, 200] as const);

it(`${plain} order lives under refusals, partial fills, races and doubled or lost answers are sound`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const { report } = await expectLives({ seed: 1, traders: 40, lives: plain, everyFault: 6, faults: 0 });
  expect(report.lives).toBeGreaterThanOrEqual(plain);
  // chance did strike: a run without faults proves nothing
  expect(report.rejects).toBeGreaterThan(20);
});

it(`${unknown} more are when statuses are unknown, answers are slow and the broker is away now and then`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const faults = unknownStatus + away + slow;
  const { report } = await expectLives({ seed: 2, traders: 40, lives: unknown, everyFault: 6, faults });
  expect(report.lives).toBeGreaterThanOrEqual(unknown);
});

it(`${lost} more are when the last words about orders are lost`, { timeout: TIMEOUT_MS }, async () => {
  const { report } = await expectLives({ seed: 3, traders: 40, lives: lost, everyFault: 6, faults: lastWords });
  expect(report.lives).toBeGreaterThanOrEqual(lost);
});
