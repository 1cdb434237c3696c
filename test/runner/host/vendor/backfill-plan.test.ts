import { describe, expect, it } from 'vitest';
import { BACKFILL_LIMITS, BackfillPlan } from '../../../../src/runner/host/vendor/backfill-plan.ts';
import { DayTape } from '../../../../src/runner/host/vendor/day-tape.ts';
import { columnsOf, DAY, DAY_MS, give, OPEN_MS } from './trade-records.ts';

const WDO = { ticker: 'WDOU25', exchange: 'F' };
const trade = { number: 1, localMs: OPEN_MS + 10, price: 5000, quantity: 1 };

describe('the plan of backfills', () => {
  it('asks anew for a day whose history was empty until the first trade came, however long that was', () => {
    const plan = new BackfillPlan(BACKFILL_LIMITS);
    const tape = new DayTape(WDO, DAY, false);
    plan.add(tape, [WDO], 0);
    let nowMs = 0;
    let tries = 0;
    for (; nowMs < 3 * 3_600_000; nowMs += 1000) {
      const step = plan.next(nowMs, () => true);
      if (step === undefined) continue;
      const { willRetry } = plan.ended(step, { kind: 'empty', reasons: ['nothing'] }, nowMs);
      tries += 1;
      expect(willRetry).toBe(tries < BACKFILL_LIMITS.attempts);
    }
    expect(tries).toBe(BACKFILL_LIMITS.attempts);

    give(tape, trade);
    expect(plan.next(nowMs, () => true)).toBeUndefined();
    const step = plan.next(nowMs + BACKFILL_LIMITS.lagMs, () => true)!;
    const [fromMs, endMs] = [DAY_MS, DAY_MS + 86_400_000];
    const answer = { asset: WDO, trades: columnsOf([trade]), dropped: 0, lastPacketSeen: true } as const;
    expect(plan.ended(step, { kind: 'answered', ...answer, fromMs, endMs }, nowMs).complete).toBe(true);
  });
});
