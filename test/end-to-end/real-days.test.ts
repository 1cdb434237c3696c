// Real days through the simulated library, a vendor process, the host, its recorder and the compaction, compared with their source.
import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { describeWithRealData } from '../support/real-data.ts';
import { DOLK20_TICKS, SPY_TRADES } from '../support/real-tapes.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { datasetDifference } from './dataset-difference.ts';
import { newStageHome } from './host-stage.ts';
import { recordDay } from './recorded-day.ts';
import { DOLK20, dolk20Day, SPY, SPY_TERMS, spyDays } from './source-days.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function home(): string {
  homes.push(newStageHome());
  return homes.at(-1)!;
}

describeWithRealData('real days', [DOLK20_TICKS, SPY_TRADES], (dolk20, spy) => {
  it('of DOLK20, trades and quotes, stand in the store and reach streams as the source has them', {
    timeout: 90_000,
  }, async () => {
    const source = dolk20Day(dolk20!);
    expect([source.trades.length, source.quotes.length]).toEqual([33_118, 30_540]);
    const where = home();
    const run = await recordDay(source, {
      home: where,
      dllPath: await simulatedDll(),
      exchange: DOLK20.exchange,
      rate: 30_000,
    });
    expect(run.dayEnd).toMatchObject({ code: 0, signal: null, output: '' });
    expect([run.overflowed, run.reservedOverflowed]).toEqual([0, 0]);
    expect(run.finished).toMatchObject([{ kind: 'report', report: { contract: 'DOLK20', faults: [] } }]);
    expect(await datasetDifference(where, source)).toBeUndefined();
    for (const { trades, quotes, faults } of [run.early, run.late]) {
      expect(faults).toEqual([]);
      expect(trades).toEqual(source.trades);
      // a stream that begins in the midst of the day is told how the market stands, then every change
      expect(quotes.length).toBeGreaterThan(0);
      expect(quotes).toEqual(source.quotes.slice(-quotes.length));
    }
  });

  it('of SPY, its first 100,000 trades, stand in the store with every column', { timeout: 90_000 }, async () => {
    const dllPath = await simulatedDll();
    for (const source of spyDays(spy!, 100_000)) {
      const where = home();
      const run = await recordDay(source, {
        home: where,
        dllPath,
        exchange: SPY.exchange,
        rate: 40_000,
        terms: [SPY_TERMS],
      });
      expect([run.overflowed, run.reservedOverflowed]).toEqual([0, 0]);
      expect(await datasetDifference(where, source)).toBeUndefined();
      for (const { trades, faults } of [run.early, run.late]) {
        expect(faults).toEqual([]);
        expect(trades).toEqual(source.trades);
      }
    }
  });
});
