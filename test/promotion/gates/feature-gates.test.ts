// Every feature of the catalogue passes both gates; one that looks ahead, remembers too much, or lies about its warm-up does not.
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import { leakCheckGate, type ValidatedDay, warmupCheckGate } from '../../../src/promotion/gates/feature-gates.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { storeDays } from '../../runner/synthetic-run.ts';

const home = temporaryFolder('feature-gates');
let of: ValidatedDay;
beforeAll(async () => {
  await storeDays(home, 5, 2);
  of = { store: openStore(home), symbol: 'WDOFUT', day: '2027-03-02' };
}, 60_000);

const ema = [...catalogue.values()].find(({ meta }) => meta.settled > meta.warmup && meta.inputs.join() === 'candles')!;

function changed(spec: FeatureSpec, meta: Partial<FeatureSpec['meta']>): FeatureSpec {
  return { ...spec, meta: { ...spec.meta, id: 'mine', ...meta } };
}

/** Keeps every closing price in the module and gives the newest one that it ever saw: what an earlier run left behind. */
function remembering(): FeatureSpec {
  const seen: number[] = [];
  const made = changed(ema, { warmup: 1, settled: 1 });
  return {
    ...made,
    create: () => ({
      ready: true,
      get value() {
        return Math.max(...seen.slice(-2000));
      },
      update: (candle) => void seen.push(candle.close),
      refresh: () => undefined,
      ...{ onTrade: undefined, onBook: undefined },
    }),
  };
}

describe('the gate of leaks', () => {
  it('passes features of candles and of trades, and tells how many it looked at', async () => {
    const some = ['tape', 'candles', 'sessions', 'book'].map(
      (input) => [...catalogue.values()].find(({ meta }) => meta.inputs.some((each) => each === input))!,
    );
    expect(await leakCheckGate(some, of)).toMatchObject({ id: 'leakCheck', passed: true, value: 4, fix: '' });
  });

  it('fails one that knows what an earlier run saw, by its name', async () => {
    const gate = await leakCheckGate([ema, remembering()], of);
    expect(gate).toMatchObject({ passed: false, value: 2 });
    expect(gate.reason).toMatch(/^mine: /);
  });

  it('fails one that throws, and says its words', async () => {
    const thrown = {
      ...changed(ema, {}),
      create: () => {
        throw new Error('no such table');
      },
    };
    expect((await leakCheckGate([thrown], of)).reason).toBe('mine: it throws: no such table');
  });
});

describe('the gate of warm-ups', () => {
  it('passes the whole catalogue on a random walk', () => {
    const gate = warmupCheckGate([...catalogue.values()]);
    expect([gate.passed, gate.reason]).toEqual([true, expect.stringContaining('None of')]);
    expect(Number(gate.value)).toBeGreaterThan(100);
  });

  it('fails a warm-up, and a settling, that are told too short', () => {
    const early = warmupCheckGate([changed(ema, { warmup: ema.meta.warmup - 1 })]);
    expect(early.reason).toContain(`its first value is at candle ${ema.meta.warmup}, its warm-up says`);
    const unsettled = warmupCheckGate([changed(ema, { settled: ema.meta.warmup })]);
    expect(unsettled).toMatchObject({ passed: false, value: 1 });
    expect(unsettled.reason).toContain('which it says are enough');
  });
});
