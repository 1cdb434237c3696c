// A process that records trades until it is killed; each line on its standard output is the number of a trade that the recorder has taken.
import { writeSync } from 'node:fs';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import { captureRoot } from '../../../../src/runner/capture/capture-folder.ts';
import { claimCaptures } from '../../../../src/runner/capture/claim-captures.ts';
import { BEAT_MS, Recorder } from '../../../../src/runner/capture/recorder.ts';
import { trades } from './recording.ts';

const home = process.argv[2]!;
const openUs = localToUtcUs(2025, 8, 5, 9, 0, 0, 0);
const root = captureRoot(home);
await claimCaptures(root);
const recorder = new Recorder({ root, provenance: 'exchange', nowUs: () => openUs, onNotice: () => undefined });
recorder.follow('WDOU25', 'price');
const instruments = [{ id: 0, ticker: 'WDOU25', exchange: 'F', terms: builtInTerms('WDOU25')! }];
let taken = 0;
setInterval(() => recorder.beat(performance.now()), BEAT_MS);
setInterval(() => {
  recorder.take(trades(taken, 100), instruments, 'live');
  taken += 100;
  writeSync(1, `${taken}\n`);
}, 5);
