// The first million trades of SPY, day by day, through every process into the store, compared with their source.
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWithRealData } from '../support/real-data.ts';
import { SPY_TRADES } from '../support/real-tapes.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { datasetDifference } from './dataset-difference.ts';
import { newStageHome } from './host-stage.ts';
import { recordDay } from './recorded-day.ts';
import { SPY, SPY_TERMS, spyDays } from './source-days.ts';

const TRADES = 1_000_000;

describeWithRealData('the first million trades of SPY', [SPY_TRADES], (spy) => {
  it('stand in the store and reach streams with every column', { timeout: 600_000 }, async () => {
    const dllPath = await simulatedDll();
    let trades = 0;
    for (const source of spyDays(spy!, TRADES)) {
      const home = newStageHome();
      const options = { home, dllPath, exchange: SPY.exchange, rate: 40_000, terms: [SPY_TERMS], patienceMs: 200_000 };
      const run = await recordDay(source, options);
      expect([run.overflowed, run.reservedOverflowed]).toEqual([0, 0]);
      expect(await datasetDifference(home, source)).toBeUndefined();
      for (const client of [run.early, run.late]) {
        expect(client.faults).toEqual([]);
        expect(client.trades.length).toBe(source.trades.length);
        for (const [row, trade] of source.trades.entries()) {
          const told = client.trades[row]!;
          for (const field of Object.keys(trade) as (keyof typeof trade)[]) {
            if (told[field] !== trade[field]) expect(told, `row ${row}`).toEqual(trade);
          }
        }
      }
      trades += source.trades.length;
      rmSync(home, { recursive: true, force: true });
    }
    expect(trades).toBe(TRADES);
  });
});
