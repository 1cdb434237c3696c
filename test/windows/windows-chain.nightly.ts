// On Windows: the whole day of DOLK20, over the named pipe and over TCP, and the first million trades of SPY, compared with their sources.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realData } from '../support/real-data.ts';
import { DOLK20_TICKS, SPY_TRADES } from '../support/real-tapes.ts';
import { Windows, whyNoWindows } from '../support/windows.ts';
import { runWindowsChain, type WindowsChain } from './run-chain.ts';

const [dolk20, spy] = [realData(DOLK20_TICKS), realData(SPY_TRADES)];
const isAbsent = dolk20 === undefined || spy === undefined;
const why = whyNoWindows() ?? (isAbsent ? 'the real data are not on this machine' : undefined);
const PATIENCE_MS = 590_000;

describe.skipIf(why !== undefined)(`large chains on Windows${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let windows: Windows;
  beforeAll(() => {
    windows = new Windows();
  });
  afterAll(() => windows?.close());

  const chains: readonly WindowsChain[] = isAbsent
    ? []
    : [
        { source: 'dolk20', sourcePath: dolk20, limit: 33_118, rate: 10_000, transport: 'local' },
        { source: 'dolk20', sourcePath: dolk20, limit: 33_118, rate: 10_000, transport: 'tcp' },
        { source: 'spy', sourcePath: spy, limit: 1_000_000, rate: 20_000, transport: 'local' },
      ];

  it.each(chains)('$limit trades of $source over $transport', { timeout: PATIENCE_MS }, async (chain) => {
    const { faults, trades } = await runWindowsChain(windows, chain, PATIENCE_MS);
    expect(faults).toEqual([]);
    expect(trades).toBe(chain.limit);
  });
});
