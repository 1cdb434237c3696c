// Days of several pieces, with edits or gaps, into the store: every trade once and as it is by now, and what is missing told.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import {
  AGGRESSOR_BUYER,
  CORRECTION_REPLACES,
  F64_RECEIVED,
  I32_KIND,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from '../../../src/core/market/event-record.ts';
import { captureRoot, dayFolder } from '../../../src/runner/capture/capture-folder.ts';
import type { CaptureReport } from '../../../src/runner/capture/capture-report.ts';
import { compactDay } from '../../../src/runner/capture/compact-day.ts';
import type { Recorder } from '../../../src/runner/capture/recorder.ts';
import { DAY, instrument, OPEN_US, pushTrade, testRecording, trades } from './support/recording.ts';

const WDO = 'WDOU25';
const LIST = [instrument(WDO)];

/** One recording of the day for each start of the host, then the compaction of them all. */
async function afterStarts(...starts: readonly ((recorder: Recorder) => void)[]) {
  let home: string | undefined;
  for (const start of starts) {
    const test = testRecording(home === undefined ? {} : { home });
    home = test.home;
    test.recorder.follow(WDO, 'none');
    start(test.recorder);
    await test.recorder.close();
  }
  const report = await compactDay(recordedDay(home!), { store: openStore(home!) });
  const part = await openStore(home!, { acceptRefused: true }).readPart(WDO, 'trades', DAY);
  const rows = [...part.trade_id!].map((id, row) => [
    id,
    part.price![row],
    part.quantity![row],
    part.correction?.[row] ?? 0,
  ]);
  return { report, part, rows };
}

function recordedDay(home: string, contract = WDO) {
  return { contract, day: DAY, folder: dayFolder(captureRoot(home), contract, DAY) };
}

function verdictOf({ parts }: CaptureReport): readonly string[] {
  return parts.flatMap(({ kind, verdict, findings }) => [`${kind} ${verdict}`, ...findings]);
}

function edit(number: number, timeUs: number, price: number, receivedUs: number, flags = AGGRESSOR_BUYER): EventBatch {
  const batch = new EventBatch(1);
  const index = batch.pushTrade(0, timeUs, price, (number % 9) + 1, flags | CORRECTION_REPLACES, number, 3, 85);
  batch.f64[index * RECORD_F64 + F64_RECEIVED] = receivedUs;
  const word = index * RECORD_I32 + I32_KIND;
  batch.i32[word] = (batch.i32[word]! & ~0xff) | Kind.tradeCorrection;
  return batch;
}

describe('a day of two starts of the host', () => {
  it('has each trade once, though both of them asked for the same history', async () => {
    const { report, rows } = await afterStarts(
      (recorder) => {
        recorder.take(trades(3, 3), LIST, 'live');
        recorder.take(trades(0, 3), LIST, 'history');
      },
      (recorder) => {
        recorder.take(trades(8, 2), LIST, 'live');
        recorder.take(trades(0, 8), LIST, 'history');
      },
    );
    expect(rows.map(([id]) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(report).toMatchObject({ recordings: 2, backfilledTrades: 5, counts: { stored: { trades: 10 } } });
    expect(verdictOf(report).filter((line) => line.includes('duplicate'))).toEqual([]);
  });

  it('has the last trade of the first one once, which a subscription tells again', async () => {
    const { rows } = await afterStarts(
      (recorder) => recorder.take(trades(0, 4), LIST, 'live'),
      (recorder) => recorder.take(trades(3, 3), LIST, 'live'),
    );
    expect(rows.map(([id]) => id)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('an edit of a trade', () => {
  const [first, second, third] = [OPEN_US, OPEN_US + 10_000, OPEN_US + 20_000];

  it('is the removal of the trade as it was, and the trade as it is', async () => {
    const { report, rows, part } = await afterStarts((recorder) => {
      recorder.take(trades(0, 3), LIST, 'live');
      recorder.take(edit(2, second, 5003, third + 5000), LIST, 'live');
      recorder.take(edit(2, second, 5004, third + 6000), LIST, 'live');
      recorder.take(trades(3, 1), LIST, 'live');
    });
    expect(rows).toEqual([
      [1, 5000, 2, 0],
      [2, 5000.5, 3, 0],
      [3, 5001, 4, 0],
      [2, 5000.5, 3, 1],
      [2, 5003, 3, 2],
      [2, 5003, 3, 1],
      [2, 5004, 3, 2],
      [4, 5001.5, 5, 0],
    ]);
    expect([...part.order!]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...part.received_us!]).toEqual([...part.received_us!].sort((a, b) => a - b));
    expect(report.counts?.stored).toEqual({ trades: 4, quantity: 14 });
  });

  it('changes nothing where history brought the trade as it is by now, and is the trade where nobody told it', async () => {
    const asHistory = new EventBatch(1);
    pushTrade(asHistory, second, 2, 0, 5003);
    const { report, rows } = await afterStarts((recorder) => {
      recorder.take(trades(0, 1), LIST, 'live');
      recorder.take(trades(2, 1), LIST, 'live');
      recorder.take(edit(2, second, 5003, third + 5000), LIST, 'live');
      recorder.take(edit(9, first + 1000, 5002, third + 6000), LIST, 'live');
      recorder.take(asHistory, LIST, 'history');
    });
    expect(rows).toEqual([
      [1, 5000, 2, 0],
      [2, 5003, 3, 0],
      [3, 5001, 4, 0],
      [9, 5002, 1, 0],
    ]);
    expect(report.counts?.stored).toEqual({ trades: 4, quantity: 10 });
  });
});

describe('a gap', () => {
  const list = [instrument(WDO), instrument('DOLU25', 1)];
  const lost = (timeUs: number, reason: string) => ({ timeUs, instrumentIds: [0], lostRecords: 1, reason });

  it('of one instrument is recorded before the first event of its day, and right after another contract is followed', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    recorder.gap(lost(OPEN_US - 1000, 'before the first event'), list);
    recorder.take(trades(0, 2), list, 'live');
    recorder.follow('DOLU25', 'none');
    recorder.gap(lost(OPEN_US + 30_000, 'after another contract'), list);
    await recorder.close();
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.gaps.map(({ reason }) => reason)).toEqual(['before the first event', 'after another contract']);
    expect(existsSync(recordedDay(home, 'DOLU25').folder)).toBe(false);
  });

  it('of the feed is told with what it has cost', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 2), [instrument(WDO)], 'live');
    const full = { timeUs: OPEN_US + 30_000, instrumentIds: undefined, lostRecords: 17, reason: 'the ring was full' };
    recorder.gap(full, list);
    const other = { timeUs: OPEN_US + 40_000, instrumentIds: [1], lostRecords: 1, reason: 'another instrument' };
    recorder.gap(other, list);
    await recorder.close();
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.gaps).toEqual([{ timeUs: OPEN_US + 30_000, lostRecords: 17, reason: 'the ring was full' }]);
    const store = openStore(home);
    expect(store.manifest(store.parts(WDO, 'trades')[0]!).parameters).toMatchObject({ gaps: 1, lostEvents: 17 });
  });
});

describe('provenance', () => {
  it('of a day is the weakest of its pieces', async () => {
    const first = testRecording();
    first.recorder.follow(WDO, 'none');
    first.recorder.take(trades(0, 5), [instrument(WDO)], 'live');
    await first.recorder.close();
    const second = testRecording({ home: first.home, provenance: 'simulated' });
    second.recorder.follow(WDO, 'none');
    second.recorder.take(trades(5, 5), [instrument(WDO)], 'live');
    await second.recorder.close();
    await compactDay(recordedDay(first.home), { store: openStore(first.home) });
    const store = openStore(first.home);
    expect(store.manifest(store.parts(WDO, 'trades')[0]!).provenance).toBe('simulated');
  });
});
