// A disk that fills up, fails in mid-write, comes back or is slow; the feed never notices, and every lost event is counted.
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { captureRoot, dayFolder, listSegments } from '../../../src/runner/capture/capture-folder.ts';
import { compactDay } from '../../../src/runner/capture/compact-day.ts';
import { type SegmentDisk, systemDisk } from '../../../src/runner/capture/segment-disk.ts';
import { DAY, instrument, OPEN_US, testRecording, trades } from './support/recording.ts';

const WDO = 'WDOU25';
const day = (home: string) => ({ contract: WDO, day: DAY, folder: dayFolder(captureRoot(home), WDO, DAY) });

/** Writes go to the real disk as long as there is room in the one that is played. */
class PlayedDisk implements SegmentDisk {
  roomBytes = Number.POSITIVE_INFINITY;
  free = Number.POSITIVE_INFINITY;
  rename = systemDisk.rename;

  async create(path: string) {
    if (this.roomBytes <= 0) throw new Error('ENOSPC: no space left on device');
    const file = await systemDisk.create(path);
    return {
      write: async (bytes: Uint8Array, position: number) => {
        const fits = Math.min(bytes.length, this.roomBytes);
        this.roomBytes -= fits;
        // a full disk takes a part of it before it says no
        await file.write(bytes.subarray(0, fits), position);
        if (fits < bytes.length) throw new Error('ENOSPC: no space left on device');
      },
      sync: () => file.sync(),
      truncate: (length: number) => file.truncate(length),
      close: () => file.close(),
    };
  }

  async freeBytes(): Promise<number> {
    return this.free;
  }
}

describe('a full disk', () => {
  it('stops the recording, not the feed; what is lost is counted and told, and it goes on when there is room', async () => {
    const disk = new PlayedDisk();
    const { home, recorder, notices } = testRecording({ disk });
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 10), [instrument(WDO)], 'live');
    recorder.beat(10_000);
    await recorder.flush();
    disk.roomBytes = 32 + 64 * 3 + 5;
    disk.free = -1;
    recorder.take(trades(10, 10), [instrument(WDO)], 'live');
    recorder.beat(10_200);
    await recorder.flush();
    recorder.take(trades(20, 10), [instrument(WDO)], 'live');
    recorder.beat(15_200);
    await recorder.flush();
    expect(notices.filter(({ kind }) => kind === 'resumed')).toEqual([]);
    const status = () => recorder.status()[0]!.streams.find(({ stream }) => stream === 'trades')!;
    expect(status()).toMatchObject({ records: 30, lost: 20, stopped: expect.stringContaining('ENOSPC') });

    disk.roomBytes = Number.POSITIVE_INFINITY;
    disk.free = Number.POSITIVE_INFINITY;
    recorder.beat(20_200);
    await recorder.flush();
    expect(notices).toContainEqual({ kind: 'resumed', contract: WDO, stream: 'trades', lostRecords: 20 });
    recorder.take(trades(30, 10), [instrument(WDO)], 'live');
    await recorder.close();
    expect(status).toThrow();
    expect(notices.find(({ kind }) => kind === 'stopped')).toMatchObject({ stream: 'trades' });

    const report = await compactDay(day(home), { store: openStore(home) });
    const part = await openStore(home, { acceptRefused: true }).readPart(WDO, 'trades', DAY);
    const numbers = (from: number, count: number) => Array.from({ length: count }, (_, k) => from + k + 1);
    expect([...part.trade_id!]).toEqual([...numbers(0, 10), ...numbers(30, 10)]);
    expect(report.gaps.map(({ lostRecords }) => lostRecords)).toEqual([20]);
    expect(report.gaps[0]!.reason).toMatch(/^recording of trades had stopped: ENOSPC/);
    // the group that was half written is gone, its file is whole up to there
    expect(report.faults.filter((fault) => fault.includes('damaged'))).toEqual([]);
    expect(listSegments(day(home).folder).filter(({ end }) => end === 'open')).toEqual([]);
  });

  it('lets the book rest before the trades', async () => {
    const disk = new PlayedDisk();
    disk.free = 100;
    const reserveBytes = { trades: 50, backfill: 50, session: 10, quotes: 200, levels: 300, orders: 400 };
    const { recorder, notices } = testRecording({ disk, reserveBytes });
    recorder.follow(WDO, 'price');
    recorder.take(trades(0, 1), [instrument(WDO)], 'live');
    recorder.beat(10_000);
    await recorder.flush();
    expect(notices.flatMap((notice) => (notice.kind === 'stopped' ? [notice.stream] : []))).toEqual([
      'quotes',
      'levels',
      'orders',
    ]);
    expect(recorder.status()[0]!.streams.find(({ stream }) => stream === 'trades')!.stopped).toBeUndefined();
    await recorder.close();
  });

  it('that is full from the beginning costs the events and nothing else', async () => {
    const disk = new PlayedDisk();
    disk.roomBytes = 0;
    const { home, recorder } = testRecording({ disk });
    recorder.follow(WDO, 'none');
    recorder.take(trades(0, 10_000), [instrument(WDO)], 'live');
    recorder.beat(10_000);
    await recorder.close();
    const report = await compactDay(day(home), { store: openStore(home) });
    expect(report).toMatchObject({ parts: [], counts: undefined });
  });

  it('that answers nothing for long has the events wait in memory up to a limit', async () => {
    const waiting: (() => void)[] = [];
    const disk: SegmentDisk = {
      ...systemDisk,
      create: async (path) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return systemDisk.create(path);
      },
      freeBytes: async () => Number.POSITIVE_INFINITY,
    };
    const { home, recorder, notices } = testRecording({ disk });
    recorder.follow(WDO, 'none');
    const batch = trades(0, 100_000, OPEN_US);
    for (let k = 0; k < 11; k++) recorder.take(batch, [instrument(WDO)], 'live');
    expect(notices[0]).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('too slow') });
    const { lost, records } = recorder.status()[0]!.streams.find(({ stream }) => stream === 'trades')!;
    expect(records).toBe(1_100_000);
    expect(lost).toBeGreaterThan(0);
    const closed = recorder.close();
    await new Promise((resolve) => setImmediate(resolve));
    for (const go of waiting) go();
    await closed;
    expect(listSegments(day(home).folder).every(({ end }) => end !== 'open')).toBe(true);
  });
});
