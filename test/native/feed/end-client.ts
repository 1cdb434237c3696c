// A process that uses the native feed and ends in the way its arguments say: library, vendor and ending in, lines of news out.

import { writeSync } from 'node:fs';
import koffi from 'koffi';
import { NativeFeed } from '../../../src/adapters/profit-dll/feed/native-feed.ts';

const [nativePath, vendorPath, ending] = process.argv.slice(2) as [string, string, string];
const feed = new NativeFeed(nativePath, { positionList: true, ringRecords: 4096 });
const target = new Uint8Array(4096 * 64);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function logIn(): Promise<void> {
  feed.open(vendorPath);
  await feed.initialise({ mode: 'routing', activationKey: 'k', user: 'u', password: 'p' });
}

/** Kinds of what waits, each once. */
function kinds(): string {
  const records = feed.read(target);
  const found = new Set<number>();
  for (let at = 0; at < records; at++) found.add(target[at * 64]!);
  return [...found].toSorted((a, b) => a - b).join(' ');
}

async function run(): Promise<void> {
  await logIn();
  const vendor = koffi.load(vendorPath);
  if (ending === 'positions') {
    vendor.func('void FakeOthers()')();
    say(kinds());
    process.exit(0);
  }
  // From here on a thread of the vendor calls without end.
  vendor.func('void FakeStorm()')();
  while (feed.counters().records < 4000) {
    if ((await feed.wait(1000)) === 'data') feed.read(target);
  }
  say('stormed');
  if (ending === 'wake') {
    feed.wake();
    say(await feed.wait(1000));
    await feed.finalise();
  }
  if (ending === 'waiting') void feed.wait(60_000);
  if (ending === 'throw') throw new Error('on purpose');
  process.exit(0);
}

try {
  await run();
} catch (error) {
  say(String(error));
  process.exit(3);
}
