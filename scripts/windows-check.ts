// Takes nothing but what the machine has; plays real days through the whole chain on Node for Windows under wine and says whether they arrived. Exit 1: they did not, or something is missing.
//
//   node scripts/pinned.cjs scripts/windows-check.ts [--all]
//
// Needs wine and mingw (Debian: apt-get install wine wine64 gcc-mingw-w64-x86-64-win32), the real market days beside the repository
// (QT_REAL_DATA names their folder otherwise) and, once, the network: Node and koffi for Windows come from the npm registry.
// --all: the whole day of DOLK20 over the named pipe and over TCP, and the first million trades of SPY; four minutes.
import { parseArgs } from 'node:util';
import { realData, realDataFolder } from '../test/support/real-data.ts';
import { DOLK20_TICKS, SPY_TRADES } from '../test/support/real-tapes.ts';
import { Windows, whyNoWindows } from '../test/support/windows.ts';
import { runWindowsChain, type WindowsChain } from '../test/windows/run-chain.ts';

const PATIENCE_MS = 20 * 60_000;
const DOLK20_TRADES = 33_118;
const SPY_COUNT = 1_000_000;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function needed(file: string): string {
  return (
    realData(file) ??
    fail(`${file} is not in ${realDataFolder}: set QT_REAL_DATA to the folder of the real market days`)
  );
}

const { values } = parseArgs({ options: { all: { type: 'boolean' } } });
const why = whyNoWindows();
if (why !== undefined) fail(`programs for Windows cannot be run here: ${why}`);

const dolk20 = { source: 'dolk20', sourcePath: needed(DOLK20_TICKS), rate: 10_000 } as const;
const chains: readonly WindowsChain[] =
  values.all === true
    ? [
        { ...dolk20, limit: DOLK20_TRADES, transport: 'local' },
        { ...dolk20, limit: DOLK20_TRADES, transport: 'tcp' },
        { source: 'spy', sourcePath: needed(SPY_TRADES), limit: SPY_COUNT, rate: 20_000, transport: 'local' },
      ]
    : [{ ...dolk20, limit: 5000, transport: 'local' }];

console.log('making a folder of Windows of its own ...');
const windows = new Windows();
try {
  for (const chain of chains) {
    const { trades, quotes, faults, seconds } = await runWindowsChain(windows, chain, PATIENCE_MS);
    const way = chain.transport === 'local' ? 'a named pipe' : 'TCP';
    console.log(
      faults.length === 0
        ? `${chain.source} over ${way}: ${trades} trades and ${quotes} quotes equal their source in every field (${Math.round(seconds)} s)`
        : `${chain.source} over ${way}: ${faults.join('; ')}`,
    );
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  windows.close();
}
