// Events into a recorder, its segments into the dataset store; what comes out is what went in, whatever happens in between.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { DailyPart } from '../../../src/adapters/profit-dll/decode/daily-summary.ts';
import { toDayNumber } from '../../../src/core/market/civil-day.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import {
  F64_RECEIVED,
  I32_G,
  I32_H,
  Kind,
  Phase,
  RECORD_F64,
  RECORD_I32,
} from '../../../src/core/market/event-record.ts';
import { captureRoot, dayFolder, listSegments } from '../../../src/runner/capture/capture-folder.ts';
import { captureText } from '../../../src/runner/capture/capture-report.ts';
import { claimCaptures } from '../../../src/runner/capture/claim-captures.ts';
import { compactDay } from '../../../src/runner/capture/compact-day.ts';
import { removeOldSegments } from '../../../src/runner/capture/remove-old-segments.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { DAY, instrument, OPEN_US, pushTrade, testRecording, trades } from './support/recording.ts';

const WDO = 'WDOU25';

function recordedDay(home: string, contract = WDO, day = DAY) {
  return { contract, day, folder: dayFolder(captureRoot(home), contract, day) };
}

describe('a recording', () => {
  it('becomes a part of the store that equals it, and only once', async () => {
    const { home, recorder, notices } = testRecording();
    recorder.follow(WDO, 'price');
    const batch = new EventBatch(16);
    batch.pushPhase(0, OPEN_US, Phase.open);
    pushTrade(batch, OPEN_US, 1);
    batch.pushQuote(0, OPEN_US + 10, 7, 4999.5, 5000, 10, 20);
    batch.pushBookChange(0, OPEN_US + 10, 5, 5000, 20, 3);
    batch.pushBookChange(0, OPEN_US + 10, 0, 4999.5, 10, -1);
    pushTrade(batch, OPEN_US + 20, 2, 0, 4999.5, 2);
    recorder.take(batch, [instrument(WDO)], 'live');
    const other = new EventBatch(1);
    pushTrade(other, OPEN_US, 1, 1);
    recorder.take(other, [instrument(WDO), instrument('DOLU25', 1)], 'live');
    await recorder.close();
    expect(notices).toEqual([{ kind: 'dayClosed', contract: WDO, day: DAY }]);

    const store = openStore(home);
    const report = await compactDay(recordedDay(home), { store });
    expect(report.parts.map(({ kind, rows, change }) => [kind, rows, change])).toEqual([
      ['trades', 2, 'written'],
      ['quotes', 1, 'written'],
      ['levels', 2, 'written'],
    ]);
    const stored = openStore(home, { acceptRefused: true });
    const part = await stored.readPart(WDO, 'trades', DAY);
    expect(Object.fromEntries(Object.entries(part).map(([name, values]) => [name, [...values]]))).toEqual({
      time_us: [OPEN_US, OPEN_US + 20],
      order: [0, 4],
      price: [5000, 4999.5],
      quantity: [2, 3],
      aggressor: [1, 2],
      condition: [0, 0],
      received_us: [OPEN_US + 1000, OPEN_US + 1020],
      trade_id: [1, 2],
      buy_agent: [3, 3],
      sell_agent: [85, 85],
    });
    expect([...(await stored.readPart(WDO, 'levels', DAY)).order!]).toEqual([2, 3]);
    const manifest = stored.manifest(stored.parts(WDO, 'trades')[0]!);
    expect(manifest).toMatchObject({
      provenance: 'exchange',
      sideSource: 'feed',
      sources: [{ format: 'profitdll-capture' }],
    });

    expect(await compactDay(recordedDay(home), { store })).toEqual(JSON.parse(JSON.stringify(report)));
    const again = await compactDay(recordedDay(home), { store, again: true });
    expect(again.parts.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('keeps what was not asked for out: the book with none, single offers without offers', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    const batch = new EventBatch(4);
    pushTrade(batch, OPEN_US, 1);
    batch.pushBookChange(0, OPEN_US, 0, 4999.5, 10, -1);
    recorder.take(batch, [instrument(WDO)], 'live');
    recorder.offer(instrument(WDO), OPEN_US, OPEN_US, 1, 0, 77, 5000, 1, 3);
    await recorder.close();
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.parts.map(({ kind }) => kind)).toEqual(['trades']);
  });

  it('keeps single offers as messages', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'offers');
    recorder.take(trades(0, 1), [instrument(WDO)], 'live');
    recorder.offer(instrument(WDO), OPEN_US + 5, OPEN_US + 9, 1, 1, 77_000_000_000, 5000.5, 4, 85);
    recorder.offer(instrument(WDO), OPEN_US + 6, OPEN_US + 9, 6, 1, 77_000_000_000, 0, 0, 0);
    await recorder.close();
    await compactDay(recordedDay(home), { store: openStore(home) });
    const part = await openStore(home, { acceptRefused: true }).readPart(WDO, 'orders', DAY);
    expect([...part.order_id!]).toEqual([77_000_000_000, 77_000_000_000]);
    expect([...part.action!]).toEqual([1, 6]);
    expect([...part.price!, ...part.agent!, ...part.flags!]).toEqual([5000.5, 0, 85, 0, 1, 1]);
    expect([...part.time_us!, ...part.received_us!]).toEqual([OPEN_US + 5, OPEN_US + 6, OPEN_US + 9, OPEN_US + 9]);
  });

  it('turns to a new day at midnight of Sao Paulo, also while nothing comes', async () => {
    const { home, recorder, notices, clock } = testRecording();
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 3), [instrument(WDO)], 'live');
    clock.us = localToUtcUs(2025, 8, 6, 0, 0, 0, 0) - 1;
    recorder.beat(1000);
    await recorder.flush();
    expect(notices).toEqual([]);
    clock.us += 1;
    recorder.beat(1200);
    await recorder.flush();
    expect(notices).toEqual([{ kind: 'dayClosed', contract: WDO, day: DAY }]);
    recorder.take(trades(0, 2, localToUtcUs(2025, 8, 6, 9, 0, 0, 0)), [instrument(WDO)], 'live');
    await recorder.close();
    expect(notices.at(-1)).toEqual({ kind: 'dayClosed', contract: WDO, day: '2025-08-06' });
    const report = await compactDay(recordedDay(home, WDO, '2025-08-06'), { store: openStore(home) });
    expect(report.counts?.stored.trades).toBe(2);
  });

  it('leaves the trade of an earlier day out that a subscription tells again', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    const batch = trades(0, 2);
    const stale = batch.pushTrade(0, OPEN_US - 86_400_000_000, 5100, 1, 1, 9, 1, 1);
    batch.f64[stale * RECORD_F64 + F64_RECEIVED] = OPEN_US + 50_000;
    recorder.take(batch, [instrument(WDO)], 'live');
    await recorder.close();
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report).toMatchObject({ otherDayRows: 1, counts: { stored: { trades: 2 } } });
  });

  it('goes on after a stop as another piece, with the gap told', async () => {
    const first = testRecording();
    first.recorder.follow(WDO, 'none');
    first.recorder.take(trades(0, 5), [instrument(WDO)], 'live');
    await first.recorder.close();
    await compactDay(recordedDay(first.home), { store: openStore(first.home) });
    const second = testRecording({ home: first.home });
    second.recorder.follow(WDO, 'none');
    second.recorder.take(trades(8, 4), [instrument(WDO)], 'live');
    second.recorder.take(trades(4, 4), [instrument(WDO)], 'history');
    const complete = { timeUs: OPEN_US, instrumentIds: [0], reason: 'history' };
    second.recorder.complete(complete, [instrument(WDO)]);
    second.recorder.reanchored({ timeUs: OPEN_US, correctionUs: 5_000_000, reason: 'the clock was set' });
    await second.recorder.close();
    const report = await compactDay(recordedDay(first.home), { store: openStore(first.home) });
    expect(report).toMatchObject({
      recordings: 2,
      clockChanges: 1,
      backfilledTrades: 3,
      counts: { stored: { trades: 12 } },
      parts: [{ kind: 'trades', rows: 12, change: 'replaced' }],
    });
    expect(report.gaps).toHaveLength(1);
    expect(captureText(report)).toContain('recorded in 2 pieces');
    const part = await openStore(first.home, { acceptRefused: true }).readPart(WDO, 'trades', DAY);
    expect([...part.trade_id!]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([...part.order!]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    // what history brought counts as received when the trade before it was
    expect(part.received_us![5]).toBe(Math.max(part.time_us![5]!, part.received_us![4]!));
    expect([...part.received_us!]).toEqual([...part.received_us!].sort((a, b) => a - b));
  });
});

describe('price limits', () => {
  it('stay in the segments of the session, and no part is made of them', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    const batch = trades(0, 10);
    batch.pushPriceLimits(0, OPEN_US + 1e6, 4700, 5300);
    recorder.take(batch, [instrument(WDO)], 'live');
    await recorder.close();
    const session = listSegments(recordedDay(home).folder).filter(({ stream }) => stream === 'session');
    expect(session).toHaveLength(1);
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.parts).toMatchObject([{ kind: 'trades', rows: 10, change: 'written' }]);
    expect(report.faults).toEqual([]);
  });
});

describe('counts', () => {
  it('are compared with the summary of the day at its last telling', async () => {
    for (const [told, text] of [
      [10, 'equal to the summary of the day: 10 trades, 47 contracts'],
      [12, 'DIFFERS from the summary of the day: -2 trades, 0 contracts'],
    ] as const) {
      const { home, recorder } = testRecording();
      recorder.follow(WDO, 'none');
      const batch = trades(0, 10);
      for (const count of [5, told]) {
        const index = batch.push(Kind.dailySummary, DailyPart.trading, 0, OPEN_US + 1e6, OPEN_US + 1e6);
        batch.i32[index * RECORD_I32 + I32_G] = 47;
        batch.i32[index * RECORD_I32 + I32_H] = count;
      }
      recorder.take(batch, [instrument(WDO)], 'live');
      await recorder.close();
      const report = await compactDay(recordedDay(home), { store: openStore(home) });
      expect(captureText(report)).toContain(text);
    }
  });

  it('of days that are stored let their segments go after two weeks, those of others never', async () => {
    const { home, root, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 10), [instrument(WDO)], 'live');
    await recorder.close();
    const later = toDayNumber(DAY) + 15;
    expect(removeOldSegments(root, later)).toBe(0);
    await compactDay(recordedDay(home), { store: openStore(home) });
    expect(removeOldSegments(root, later - 1)).toBe(0);
    expect(removeOldSegments(root, later)).toBe(1);
    expect(listSegments(recordedDay(home).folder)).toEqual([]);
  });
});

describe('damage', () => {
  it('of a group is told with its place, and the group is left out', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    for (let piece = 0; piece < 3; piece++) {
      recorder.take(trades(piece * 10, 10), [instrument(WDO)], 'live');
      recorder.beat(1000 + piece);
    }
    await recorder.close();
    const { folder } = recordedDay(home);
    const file = join(folder, readdirSync(folder).find((name) => name.startsWith('trades'))!);
    const bytes = readFileSync(file);
    bytes[bytes.length - 15 * 64]! ^= 1;
    writeFileSync(file, bytes);
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.counts?.stored.trades).toBe(20);
    expect(report.faults).toEqual([expect.stringMatching(/^trades-g001-0001\.seg is damaged in group 1 at byte \d+/)]);
    const store = openStore(home);
    expect(store.manifest(store.parts(WDO, 'trades')[0]!).parameters).toMatchObject({ damagedGroups: 1 });
  });

  it('of one segment costs no other one', async () => {
    const { home, recorder } = testRecording();
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 5), [instrument(WDO)], 'live');
    await recorder.close();
    const { folder } = recordedDay(home);
    for (const { path, stream } of listSegments(folder)) if (stream === 'session') rmSync(path);
    writeFileSync(join(folder, 'trades-g001-0002.seg'), Buffer.alloc(4096, 7));
    const report = await compactDay(recordedDay(home), { store: openStore(home) });
    expect(report.counts?.stored.trades).toBe(5);
    expect(report.faults.join()).toContain('trades-g001-0002.seg');
  });

  it('a second recorder of the same folder is refused with the process that has it', async () => {
    const { root } = testRecording();
    const claimed = await claimCaptures(root);
    await expect(claimCaptures(root)).rejects.toMatchObject({
      code: 'capture-busy',
      message: expect.stringContaining(String(process.pid)),
    });
    claimed.release();
    (await claimCaptures(root)).release();
  });
});

describeWithRealData('a real day', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  it('equals its source in every row and field', async () => {
    const { home, recorder, clock } = testRecording();
    const source = `${home}-source`;
    await importFiles({ home: source, format: 'mt5-ticks', files: [file!], instrument: 'DOLK20' });
    const [DOL, day] = ['DOLK20', '2020-04-02'];
    const events = await openStore(source).readDayEvents(DOL, day, 0);
    clock.us = events.exchangeTimeUsAt(0);
    recorder.follow(DOL, 'price');
    const batch = new EventBatch(997);
    for (let index = 0; index < events.length; index++) {
      batch.pushFrom(events, index);
      if (batch.length < 997 && index < events.length - 1) continue;
      recorder.take(batch, [instrument(DOL)], 'live');
      recorder.beat(index);
      batch.clear();
    }
    await recorder.close();
    const report = await compactDay(recordedDay(home, DOL, day), { store: openStore(home) });
    expect(report.faults).toEqual([]);
    for (const kind of ['trades', 'quotes'] as const) {
      const [own, theirs] = [
        await openStore(home).readPart(DOL, kind, day),
        await openStore(source).readPart(DOL, kind, day),
      ];
      for (const name of Object.keys(theirs)) expect(own[name], `${kind} ${name}`).toEqual(theirs[name]);
    }
    expect(report.parts.map(({ rows }) => rows).reduce((a, b) => a + b)).toBe(events.length);
  });
});
