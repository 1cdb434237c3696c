// Writes event logs and reads them back whole, torn, damaged and growing.

import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GROUP_HEADER_BYTES, groupsOffset, PAYLOAD_BYTES_MAX } from '../../../src/adapters/journal/event-log-format.ts';
import { EventLogReader } from '../../../src/adapters/journal/event-log-reader.ts';
import { EventLogWriter } from '../../../src/adapters/journal/event-log-writer.ts';
import { type LogNotice, noticeText } from '../../../src/adapters/journal/log-notice.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, RECORD_BYTES } from '../../../src/core/market/event-record.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { arbitraryEvent, batchOf } from './arbitrary-events.ts';
import { tradesBatch } from './plain-samples.ts';
import { errorOf, temporaryFolder } from './run-samples.ts';

const INFO = { run: 'a-run', day: '2025-08-05' };

function writeLog(folder: string, batch: EventBatch, flushAfter: readonly number[] = [], fileBytesMax?: number): void {
  const writer = new EventLogWriter(folder, { info: INFO, ...(fileBytesMax === undefined ? {} : { fileBytesMax }) });
  for (let index = 0; index < batch.length; index++) {
    writer.append(batch, index);
    if (flushAfter.includes(index)) writer.flush();
  }
  writer.close();
}

interface ReadBack {
  readonly events: EventBatch;
  readonly notices: readonly LogNotice[];
  readonly tornBytes: number;
}

function readLog(folder: string, ignoreChecksum = false): ReadBack {
  const reader = new EventLogReader(folder, { ignoreChecksum });
  const events = new EventBatch();
  try {
    for (let group = reader.readGroup(); group !== undefined; group = reader.readGroup()) {
      for (let index = 0; index < group.length; index++) events.pushFrom(group, index);
    }
    return { events, notices: reader.notices, tornBytes: reader.tornBytes };
  } finally {
    reader.close();
  }
}

function expectSame(actual: EventBatch, expected: EventBatch, length = expected.length): void {
  expect(actual.length).toBe(length);
  const bytes = length * RECORD_BYTES;
  expect(Buffer.compare(actual.bytes.subarray(0, bytes), expected.bytes.subarray(0, bytes))).toBe(0);
  for (let index = 0; index < length; index++) {
    if (expected.kindAt(index) < FIRST_PAYLOAD_KIND) continue;
    expect(actual.payloadAt(index)).toStrictEqual(expected.payloadAt(index));
  }
}

/** Three groups of 5 trades; bytes of the file and where each group begins. */
function threeGroups(folder: string) {
  const batch = tradesBatch(15);
  writeLog(folder, batch, [4, 9]);
  const path = join(folder, 'events-0001.bin');
  const bytes = readFileSync(path);
  const first = groupsOffset(Buffer.byteLength(JSON.stringify(INFO)));
  const length = GROUP_HEADER_BYTES + 5 * RECORD_BYTES;
  return { batch, path, bytes, starts: [first, first + length, first + 2 * length] as const };
}

describe('event log', () => {
  it('gives back every kind of event to the bit, undefined fields included', () => {
    const events = fc.array(arbitraryEvent, { maxLength: 60 });
    fc.assert(
      fc.property(events, fc.array(fc.nat(60), { maxLength: 6 }), (samples, flushAfter) => {
        const folder = temporaryFolder();
        const batch = batchOf(samples);
        writeLog(folder, batch, flushAfter);
        const read = readLog(folder);
        expectSame(read.events, batch);
        expect(read.notices).toEqual([]);
      }),
      { seed: 20_250_805, numRuns: propertyRuns(150) },
    );
  });

  it('keeps a payload in the group of its head when the group is nearly full', () => {
    const folder = temporaryFolder();
    const batch = tradesBatch(4095);
    const payload = { kind: 'reconciliationReport', agreed: false, differences: ['x'.repeat(3000)] } as const;
    batch.stamp(batch.pushPayload(payload, 0), 4096, 0);
    writeLog(folder, batch);
    const reader = new EventLogReader(folder);
    expect(reader.readGroup()!.length).toBe(4095);
    const second = reader.readGroup()!;
    expect(second.length).toBe(1);
    expect(second.payloadAt(0)).toStrictEqual(payload);
    expect(reader.readGroup()).toBeUndefined();
    reader.close();
  });

  it('takes the largest payload that fits a group and refuses one byte more', () => {
    const folder = temporaryFolder();
    const empty = { kind: 'gap', lostRecords: 1, reason: '' };
    const room = PAYLOAD_BYTES_MAX - JSON.stringify(empty).length;
    const batch = new EventBatch(2);
    batch.pushPayload({ ...empty, reason: 'x'.repeat(room) } as never, 0);
    batch.pushPayload({ ...empty, reason: 'x'.repeat(room + 1) } as never, 0);
    const writer = new EventLogWriter(folder, { info: INFO });
    writer.append(batch, 0);
    expect(() => writer.append(batch, 1)).toThrow(/at most/);
    writer.close();
    expectSame(readLog(folder).events, batch, 1);
  });

  it('goes on in a new file at the limit of size, each file telling its session', () => {
    const folder = temporaryFolder();
    const batch = tradesBatch(200);
    writeLog(
      folder,
      batch,
      Array.from({ length: 20 }, (_, k) => k * 10 + 9),
      2000,
    );
    expect(readdirSync(folder).length).toBeGreaterThan(5);
    expectSame(readLog(folder).events, batch);
    const reader = new EventLogReader(folder);
    while (reader.readGroup() !== undefined) expect(reader.info).toEqual(INFO);
    reader.close();
  });

  it('tells of a file that is missing between others', () => {
    const folder = temporaryFolder();
    writeLog(folder, tradesBatch(60), [9, 19, 29, 39, 49], 900);
    renameSync(join(folder, 'events-0002.bin'), join(folder, 'elsewhere.bin'));
    expect(errorOf(() => readLog(folder))).toMatchObject({
      code: 'event-log-damaged',
      file: join(folder, 'events-0002.bin'),
    });
    expect(readLog(folder, true).events.length).toBe(50);
  });

  it('can be read while it grows', () => {
    const folder = temporaryFolder();
    const batch = tradesBatch(30);
    const writer = new EventLogWriter(folder, { info: INFO });
    const reader = new EventLogReader(folder);
    expect(reader.readGroup()).toBeUndefined();
    writer.append(batch, 0);
    expect(reader.readGroup()).toBeUndefined();
    writer.flush();
    expect(reader.readGroup()!.seqAt(0)).toBe(1);
    expect(reader.readGroup()).toBeUndefined();
    for (let index = 1; index < 30; index++) writer.append(batch, index);
    writer.close();
    expect(reader.readGroup()!.length).toBe(29);
    reader.close();
  });

  it('knows which events are synced', async () => {
    const writer = new EventLogWriter(temporaryFolder(), { info: INFO });
    const batch = tradesBatch(3);
    writer.append(batch, 0);
    writer.flush();
    expect(writer.syncedSeq).toBeUndefined();
    writer.syncInBackground();
    await expect.poll(() => writer.syncedSeq, { timeout: 10_000 }).toBe(1);
    writer.append(batch, 1);
    writer.sync();
    expect(writer.syncedSeq).toBe(2);
    writer.close();
  });

  it('has one hash for the same events, however they are grouped, for the writer and for its readers', () => {
    const batch = tradesBatch(50);
    batch.stamp(batch.pushPayload({ kind: 'gap', lostRecords: 1, reason: 'ring' } as never, 0), 51, 0);
    const hashOf = (flushAfter: readonly number[], fileBytesMax: number, change = false): readonly string[] => {
      const folder = temporaryFolder();
      const writer = new EventLogWriter(folder, { info: INFO, fileBytesMax });
      if (change) batch.bytes[40]! ^= 1;
      for (let index = 0; index < batch.length; index++) {
        writer.append(batch, index);
        if (flushAfter.includes(index)) writer.flush();
      }
      writer.close();
      const reader = new EventLogReader(folder, { hash: true });
      while (reader.readGroup() !== undefined) expect(reader.sha256).toMatch(/^[0-9a-f]{64}$/);
      reader.close();
      return [writer.sha256, reader.sha256!];
    };
    const [written, read] = hashOf([], 1e6);
    expect(read).toBe(written);
    expect(hashOf([3, 9, 20, 30, 41], 1500)).toEqual([written, written]);
    expect(hashOf([], 1e6, true)[0]).not.toBe(written);
    expect(new EventLogReader(temporaryFolder()).sha256).toBeUndefined();
  });

  it('refuses a folder that has a log, and a run that has none', () => {
    const folder = temporaryFolder();
    expect(errorOf(() => readLog(folder)).code).toBe('event-log-missing');
    writeLog(folder, tradesBatch(1));
    expect(errorOf(() => new EventLogWriter(folder, { info: INFO })).code).toBe('event-log-not-writable');
  });
});

describe('torn event log', () => {
  it('gives the whole groups before the tear, wherever it is', () => {
    const source = threeGroups(temporaryFolder());
    const folder = temporaryFolder();
    const path = join(folder, 'events-0001.bin');
    for (let length = source.bytes.length - 1; length >= 0; length -= length > source.starts[2] ? 1 : 7) {
      copyFileSync(source.path, path);
      truncateSync(path, length);
      const read = readLog(folder);
      const whole = source.starts.filter((start) => start + GROUP_HEADER_BYTES + 5 * RECORD_BYTES <= length).length;
      expectSame(read.events, source.batch, whole * 5);
      const tornBytes = length < source.starts[0] ? length : length - (source.starts[whole] ?? 0);
      expect(read.tornBytes).toBe(tornBytes);
      expect(read.notices).toHaveLength(tornBytes === 0 ? 0 : 1);
      if (tornBytes === 0) continue;
      expect(read.notices[0]).toMatchObject({ kind: 'tornTail', tornBytes });
      expect(noticeText(read.notices[0]!)).toContain(
        `events-0001.bin ends inside a group: its last ${tornBytes} bytes`,
      );
    }
  });

  it('takes zeros after the last group, as a power cut leaves them, for a torn tail', () => {
    const folder = temporaryFolder();
    const { batch, path } = threeGroups(folder);
    appendFileSync(path, Buffer.alloc(100_000));
    const read = readLog(folder);
    expectSame(read.events, batch);
    expect(read.tornBytes).toBe(100_000);
  });

  it('is told of and passed when a later file follows', () => {
    const folder = temporaryFolder();
    const batch = tradesBatch(20);
    writeLog(folder, batch, [4, 9, 14], 900);
    const path = join(folder, 'events-0001.bin');
    truncateSync(path, readFileSync(path).length - 1);
    const read = readLog(folder);
    expect(read.notices).toMatchObject([{ kind: 'tornTail', file: path }]);
    expect(read.events.length).toBeLessThan(20);
    expect(read.events.seqAt(read.events.length - 1)).toBe(20);
  });
});

describe('damaged event log', () => {
  it('is detected at every byte, and read on where the damage is to be ignored', () => {
    const { bytes, starts } = threeGroups(temporaryFolder());
    const folder = temporaryFolder();
    const path = join(folder, 'events-0001.bin');
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(path, damaged);
      const error = errorOf(() => readLog(folder));
      expect(error.code).toBe('event-log-damaged');
      const group = starts.findLastIndex((start) => at >= start);
      expect(error.message).toContain(`group ${Math.max(0, group)} at byte ${starts[group] ?? 0}`);
      expect(error.fix).toContain('--ignore-checksum');
      const read = readLog(folder, true);
      expect(read.notices[0]).toMatchObject({ kind: 'damaged' });
      expect(read.events.length).toBeGreaterThanOrEqual(14);
    }
  });

  it('gives the data as they are, with one bit changed, when the checksum is ignored', () => {
    const folder = temporaryFolder();
    const { batch, path, bytes, starts } = threeGroups(folder);
    bytes[starts[1] + GROUP_HEADER_BYTES + 40]! ^= 0x80;
    writeFileSync(path, bytes);
    const { events } = readLog(folder, true);
    batch.bytes[5 * RECORD_BYTES + 40]! ^= 0x80;
    expectSame(events, batch);
  });

  it('leaves out an event whose content cannot be read, and says so', () => {
    const folder = temporaryFolder();
    const batch = tradesBatch(2);
    batch.pushPayload({ kind: 'backfillComplete', reason: 'rebuilt' } as never, 0);
    writeLog(folder, batch);
    const path = join(folder, 'events-0001.bin');
    const bytes = readFileSync(path);
    bytes[bytes.indexOf('"reason"')] = 0x7b;
    writeFileSync(path, bytes);
    const { events, notices } = readLog(folder, true);
    expect(events.length).toBe(2);
    expect(notices).toHaveLength(2);
    expect(notices[1]).toMatchObject({ reason: expect.stringContaining('backfillComplete cannot be read') });
  });

  it('is detected when a whole group is gone from the middle', () => {
    const folder = temporaryFolder();
    const { path, bytes, starts } = threeGroups(folder);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, starts[1]), bytes.subarray(starts[2])]));
    expect(errorOf(() => readLog(folder)).message).toContain('group 2 stands where group 1 is expected');
    expect(readLog(folder, true).events.length).toBe(10);
  });

  it('skips to the next whole group where bytes were lost inside one', () => {
    const folder = temporaryFolder();
    const { path, bytes, starts } = threeGroups(folder);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, starts[1]), bytes.subarray(starts[1] + 32)]));
    const { events, notices } = readLog(folder, true);
    expect(events.seqAt(events.length - 1)).toBe(15);
    const texts = notices.map(noticeText);
    expect(texts[0]).toMatch(/^events-0001\.bin is damaged in group 1 at byte \d+ and was read all the same: /);
    expect(texts.at(-1)).toContain('belong to no group');
  });

  it('is damaged, and no mistake of the program, where what it says of its session is no text or of no size', () => {
    const folder = temporaryFolder();
    const { path, bytes, batch } = threeGroups(folder);
    const withHeader = (change: (copy: Buffer) => void): void => {
      const copy = Buffer.from(bytes);
      change(copy);
      copy.writeUInt32LE(crc32(copy.subarray(0, 60)), 60);
      writeFileSync(path, copy);
      expect(errorOf(() => readLog(folder)).code).toBe('event-log-damaged');
      expect(readLog(folder, true).events.length).toBe(batch.length);
    };
    withHeader((copy) => copy.writeUInt32LE(0xffff_ffff, 12));
    withHeader((copy) => {
      copy[64] = 0x7d;
      copy.writeUInt32LE(crc32(copy.subarray(64, groupsOffset(copy.readUInt32LE(12)))), 16);
    });
  });

  it('refuses a log of another version', () => {
    const folder = temporaryFolder();
    const { path, bytes } = threeGroups(folder);
    bytes.writeUInt16LE(2, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
    writeFileSync(path, bytes);
    expect(errorOf(() => readLog(folder))).toMatchObject({ code: 'event-log-unknown', field: 'version' });
  });
});
