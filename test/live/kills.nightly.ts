// A thousand kills of runner, host or both at random instants, in sessions of twenty; and every seed that failed before.
import { describe, expect, it } from 'vitest';
import { killSession } from './kill-session.ts';

const KILLS = 1_000;
const KILLS_A_SESSION = 20;
const AT_A_TIME = 2;
const IN_FLIGHT = 0.3;
const TIMEOUT_MS = 600_000;
/** Environment of a person who looks for a failure: the first seed. */
const first = Number(process.env.QT_KILLS_SEED ?? 2_000);

describe('kills at night', () => {
  let inFlight = 0;
  for (let session = 0; session < KILLS / KILLS_A_SESSION; session += AT_A_TIME) {
    const seeds = Array.from({ length: AT_A_TIME }, (_, n) => first + session + n);
    it(`seeds ${seeds.join(' and ')}: ${KILLS_A_SESSION} kills each are survived`, {
      timeout: TIMEOUT_MS,
    }, async () => {
      const results = await Promise.all(seeds.map((seed) => killSession({ seed, kills: KILLS_A_SESSION })));
      for (const result of results) inFlight += result.inFlight;
    });
  }

  it('three in ten of them fell between an order and its answer', () => {
    expect(inFlight).toBeGreaterThanOrEqual(IN_FLIGHT * KILLS);
  });
});
