// Exports of one day that overlap, as a terminal writes them: each begins without knowing both sides of the book.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch } from '../scratch.ts';

const HEADER = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';

/** Rows that change one side at a time, and trades. */
function ticks(count: number): readonly string[] {
  return Array.from({ length: count }, (_, row) => {
    const clock = `09:${String(Math.floor(row / 60)).padStart(2, '0')}:${String(row % 60).padStart(2, '0')}.000`;
    const price = 5400 + ((row * 7) % 20) / 2;
    const fields =
      row % 3 === 0 ? [price, '', '', ''] : row % 3 === 1 ? ['', price + 1, '', ''] : ['', '', price, 1 + (row % 5)];
    return ['2025.08.05', clock, ...fields].join('\t');
  });
}

const fileOf = (lines: readonly string[]): string => `${[HEADER, ...lines].join('\r\n')}\r\n`;

async function storedAfter(parts: readonly string[]): Promise<readonly string[]> {
  const { file, run, store } = scratch();
  for (const [index, text] of parts.entries()) {
    await run('mt5-ticks', file(`WDOU25_${index}.csv`, text), { instrument: 'WDOU25' });
  }
  return store.parts('WDOU25').map((part) => `${part.kind} ${store.manifest(part).sha256}`);
}

describe('tick exports of one day that overlap', () => {
  it('are the whole day, in whatever order they are imported', async () => {
    const lines = ticks(600);
    const whole = await storedAfter([fileOf(lines)]);
    const [first, middle, last] = [lines.slice(0, 250), lines.slice(200, 450), lines.slice(400)].map(fileOf);
    expect(await storedAfter([first!, middle!, last!])).toEqual(whole);
    expect(await storedAfter([last!, middle!, first!])).toEqual(whole);
    expect(await storedAfter([middle!, last!, first!])).toEqual(whole);
    expect(await storedAfter([last!, fileOf(lines)])).toEqual(whole);
  });
});

describeWithRealData('the DOLK20 ticks in two pieces', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (path) => {
  it('are the day again, whichever comes first', async () => {
    const [header, ...lines] = gunzipSync(readFileSync(path!)).toString('latin1').trimEnd().split('\r\n');
    const text = (rows: readonly string[]): string => `${[header, ...rows].join('\r\n')}\r\n`;
    const pieces = [text(lines.slice(0, 40_000)), text(lines.slice(30_000))];
    const stored = async (parts: readonly string[]): Promise<readonly string[]> => {
      const { file, run, store } = scratch();
      for (const [index, part] of parts.entries()) await run('mt5-ticks', file(`DOLK20_${index}.csv`, part));
      return store.parts('DOLK20').map((part) => `${part.kind} ${store.manifest(part).sha256}`);
    };
    const whole = await stored([text(lines)]);
    expect(await stored(pieces)).toEqual(whole);
    expect(await stored([...pieces].reverse())).toEqual(whole);
  });
});
