// On Windows: login, subscription, the feed, the vendor process, the host with its named pipe, the recorder and the store, over a part of a real day.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realData } from '../support/real-data.ts';
import { DOLK20_TICKS } from '../support/real-tapes.ts';
import { Windows, whyNoWindows } from '../support/windows.ts';
import { runWindowsChain } from './run-chain.ts';

const sourcePath = realData(DOLK20_TICKS);
const why =
  whyNoWindows() ?? (sourcePath === undefined ? `real data file ${DOLK20_TICKS} is not on this machine` : undefined);
const PATIENCE_MS = 100_000;
const TRADES = 5000;

describe.skipIf(why !== undefined)(`the chain on Windows${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let windows: Windows;
  beforeAll(() => {
    windows = new Windows();
  }, PATIENCE_MS);
  afterAll(() => windows?.close());

  it('gives a part of DOLK20 to the store and to streams as the source has it', { timeout: PATIENCE_MS }, async () => {
    const chain = { source: 'dolk20', sourcePath: sourcePath!, limit: TRADES, rate: 8000, transport: 'local' } as const;
    const { faults, trades } = await runWindowsChain(windows, chain, PATIENCE_MS);
    expect(faults).toEqual([]);
    expect(trades).toBe(TRADES);
  });
});
