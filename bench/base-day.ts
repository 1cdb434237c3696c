// A scratch home in; one day of ticks out that the benchmarks repeat: the real day where it is kept, else a synthetic one.

import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { openStore } from '../src/adapters/datasets/store.ts';
import type { EventBatch } from '../src/core/market/event-batch.ts';
import type { Root } from '../src/core/market/instrument.ts';
import { type Session, sessionOf } from '../src/core/market/session.ts';
import { syntheticDay } from '../src/simulation/synthetic-market.ts';
import type { BenchOptions } from './bench.ts';
import { realData } from './real-data.ts';

export interface BaseDay {
  readonly name: string;
  readonly root: Root;
  /** What the strategy trades. */
  readonly contract: string;
  /** Whose ticks they are: under another name their sizes would be refused. */
  readonly source: string;
  readonly session: Session;
  readonly market: EventBatch;
}

const REAL_FILE = 'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz';
const REAL_CONTRACT = 'DOLK20';
const ISO_DAY = '2020-04-02';
/** The full dollar's ticks are run as the mini's: same prices and tick, and a lot that the strategy's limits allow to trade. */
const TRADED = { contract: 'WDOK20', root: 'WDO' } as const;
const SYNTHETIC = { ...TRADED, isoDay: ISO_DAY, startPrice: 5200, seed: 1 } as const;
/** Share of a whole day's events in a quick run: every minute still has some. */
const QUICK_PACE = 0.1;

export async function baseDay({ quick, home }: BenchOptions): Promise<BaseDay> {
  const session = sessionOf(TRADED.root, ISO_DAY)!;
  const file = quick ? undefined : realData(REAL_FILE);
  if (file === undefined) {
    const market = syntheticDay({ ...SYNTHETIC, session, pace: quick ? QUICK_PACE : 1 });
    return { ...TRADED, source: TRADED.contract, name: `a synthetic day of ${TRADED.root}`, session, market };
  }
  await importFiles({ home, format: 'mt5-ticks', files: [file], instrument: REAL_CONTRACT });
  const market = await openStore(home).readDayEvents(REAL_CONTRACT, ISO_DAY, 0);
  return { ...TRADED, source: REAL_CONTRACT, name: `${REAL_CONTRACT} of ${ISO_DAY}`, session, market };
}
