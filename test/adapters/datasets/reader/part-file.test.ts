// A part is read from its file in pieces no larger than a row group, and only when all of its bytes are proven.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openPart } from '../../../../src/adapters/datasets/parquet-part.ts';
import { PartFile } from '../../../../src/adapters/datasets/reader/part-file.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { CLEAN, collected, NINE, part, trades, tradesAt } from './made-parts.ts';

const DAY = '2025-08-27';
const REQUEST = { series: [{ instrument: 'WDOU25', instrumentId: 0 }], from: DAY, to: DAY };

describe('the file of a part', () => {
  it('is read a row group at a time, each piece where it lies', async () => {
    const { store } = scratch();
    const regular = trades(DAY, { rows: 600_000, stepUs: 10_000 });
    // sizes that cannot be packed to nothing
    const columns: PartColumns = {
      ...regular,
      quantity: regular.quantity!.map((_, row) => 1 + (Math.imul(row, 2654435761) >>> 20)),
    };
    const made = part('WDOU25', DAY, 'trades', columns, { quality: CLEAN });
    const { part: written, manifest } = await store.writeDay(made);
    const file = new PartFile(written.path);
    expect(file.sha256()).toBe(manifest.sha256);
    const slices: (readonly [number, number])[] = [];
    const watched = {
      byteLength: file.byteLength,
      slice: (start: number, end = file.byteLength) => {
        slices.push([start, end]);
        return file.slice(start, end);
      },
    };
    const open = await openPart('trades', watched, written.path);
    expect([open.rows, open.groupStarts]).toEqual([600_000, [0, 250_000, 500_000]]);
    slices.length = 0;
    const last = await open.read(500_000, 600_000, open.names);
    expect(last.time_us).toEqual(columns.time_us!.subarray(500_000));
    const first = Math.min(...slices.map(([start]) => start));
    expect(first / file.byteLength).toBeGreaterThan(0.8);
    slices.length = 0;
    // pieces that are no row groups, over their ends
    const middle = await open.read(249_999, 500_001, ['price', 'order']);
    expect(middle.order).toEqual(columns.order!.subarray(249_999, 500_001));
    expect(middle.price).toEqual(columns.price!.subarray(249_999, 500_001));
    file.close();
    file.close();
  });

  it('says so when it is not there or ends too early', async () => {
    const { file } = scratch();
    expect(() => new PartFile(file('a', 'x').concat('-gone'))).toThrow(UserError);
    const path = file('short', 'PAR1');
    const short = new PartFile(path);
    expect(() => short.slice(2, 9)).toThrow(/ends too early/);
    expect(await userErrorOf(openPart('trades', short, path))).toMatchObject({ code: 'part-corrupt', file: path });
    short.close();
  });
});

describe('a stream of a part', () => {
  it('tells nothing of bytes that are not those of the manifest', async () => {
    const { store } = scratch();
    const written = await store.writeDay(part('WDOU25', DAY, 'trades', trades(DAY, { rows: 900, stepUs: 1000 })));
    const { path, manifestPath } = written.part;
    const bytes = readFileSync(path);
    bytes[100]! ^= 1;
    writeFileSync(path, bytes);
    const told: number[] = [];
    const read = collected(store, { ...REQUEST, onPart: ({ rows }) => told.push(rows) });
    expect(await userErrorOf(read)).toMatchObject({ code: 'part-corrupt', field: 'sha256', file: path });
    expect(told).toEqual([900]);
    bytes[100]! ^= 1;
    writeFileSync(path, bytes);
    writeFileSync(manifestPath, JSON.stringify({ ...written.manifest, rows: 901 }));
    expect(await userErrorOf(collected(store, REQUEST))).toMatchObject({ code: 'part-corrupt', field: 'rows' });
  });

  it('is cut off by what is no part at all', async () => {
    const { store } = scratch();
    const written = await store.writeDay(part('WDOU25', DAY, 'trades', tradesAt([utcUsOf(DAY, NINE)])));
    writeFileSync(written.part.path, '');
    expect(await userErrorOf(collected(store, REQUEST))).toMatchObject({ code: 'part-corrupt' });
  });
});
