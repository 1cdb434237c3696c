// A recorder on a folder of its own, with a clock that the test sets, and events to give it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { F64_RECEIVED, RECORD_F64 } from '../../../../src/core/market/event-record.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import { captureRoot } from '../../../../src/runner/capture/capture-folder.ts';
import { Recorder, type RecorderNotice, type RecorderOptions } from '../../../../src/runner/capture/recorder.ts';
import type { HostInstrument } from '../../../../src/runner/host/host-instruments.ts';

export const DAY = '2025-08-05';
export const OPEN_US = localToUtcUs(2025, 8, 5, 9, 0, 0, 0);

export function instrument(ticker: string, id = 0): HostInstrument {
  const terms = builtInTerms(ticker);
  if (terms === undefined) throw new Error(`${ticker} is not built in`);
  return { id, ticker, exchange: 'F', terms };
}

export interface TestRecording {
  readonly home: string;
  readonly root: string;
  readonly recorder: Recorder;
  readonly notices: RecorderNotice[];
  readonly clock: { us: number };
}

export function testRecording(options: Partial<RecorderOptions> & { home?: string } = {}): TestRecording {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'qt-capture-'));
  const root = captureRoot(home);
  const clock = { us: OPEN_US };
  const notices: RecorderNotice[] = [];
  const recorder = new Recorder({
    root,
    provenance: 'exchange',
    nowUs: () => clock.us,
    onNotice: (notice) => notices.push(notice),
    reserveBytes: { trades: 0, backfill: 0, quotes: 0, levels: 0, orders: 0, session: 0 },
    ...options,
  });
  return { home, root, recorder, notices, clock };
}

/** One trade, received 1 ms after the exchange made it. */
export function pushTrade(batch: EventBatch, timeUs: number, number: number, id = 0, price = 5000, flags = 1): void {
  const index = batch.pushTrade(id, timeUs, price, (number % 9) + 1, flags, number, 3, 85);
  batch.f64[index * RECORD_F64 + F64_RECEIVED] = timeUs + 1000;
}

/** `count` trades from `from` on, 10 ms apart, numbered by their place. */
export function trades(from: number, count: number, startUs = OPEN_US): EventBatch {
  const batch = new EventBatch(count);
  for (let k = from; k < from + count; k++)
    pushTrade(batch, startUs + k * 10_000, k + 1, 0, 5000 + 0.5 * (k % 7), 1 + (k % 2));
  return batch;
}
