// A hundred thousand order lives under faults by chance, in runs of two thousand; and every seed that failed before.
import { describe, it } from 'vitest';
import { expectLives, FAULTS } from './expect-lives.ts';

const LIVES = 100_000;
const LIVES_A_RUN = 2_000;
/** A trader whose order vanished waits for two new logins, which are not made while any other holds something: soon all of them wait. */
const LIVES_A_VANISHING_RUN = 500;
const TIMEOUT_MS = 600_000;
/** Environment of a person who looks for a failure: the first seed. */
const first = Number(process.env.QT_LIVES_SEED ?? 1_000);
const { lastWords, unknownStatus, swallow, away, slow } = FAULTS;
const kinds = [0, lastWords, unknownStatus + slow, away, lastWords + unknownStatus + away + slow, swallow];

/** Seed and faults of runs that once found something. */
const FOUND: readonly (readonly [seed: number, faults: number])[] = [
  // an end that was told, and behind it a fill that was not
  [11, lastWords],
  [13, lastWords],
  // a cancel that was refused was sent again only seconds later
  [2, 0],
  // an entry while a stop of the guardian, put in place of an exit, still worked
  [2, unknownStatus + away + slow],
  // a stop that vanished on its way
  [21, swallow],
];

describe('order lives at night', () => {
  for (let run = 0; run < LIVES / LIVES_A_RUN; run++) {
    const faults = kinds[run % kinds.length]!;
    const lives = faults === swallow ? LIVES_A_VANISHING_RUN : LIVES_A_RUN;
    for (let part = 0; part < LIVES_A_RUN / lives; part++) {
      const seed = first + run + part * 10_000;
      it(`seed ${seed}, faults ${faults}: ${lives} lives are sound`, { timeout: TIMEOUT_MS }, async () => {
        await expectLives({ seed, traders: 40, lives, everyFault: 6, faults, patienceMs: TIMEOUT_MS / 2 });
      });
    }
  }

  it.each(FOUND)(
    'seed %i with faults %i, which found something once, is sound',
    { timeout: TIMEOUT_MS },
    async (seed, faults) => {
      await expectLives({ seed, traders: 30, lives: 400, everyFault: 6, faults });
    },
  );
});
