// The quality gate looks at the store again: manifests of the first version get a verdict, series are judged over days.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDatasets } from '../../../src/adapters/datasets/checking.ts';
import { removeParts } from '../../../src/adapters/datasets/removing.ts';
import { RULES_VERSION } from '../../../src/core/quality/row-rules.ts';
import { scratch, userErrorOf } from './scratch.ts';

const HEADER = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';

/** One-minute bars of whole sessions, on the grid, each with another volume. */
function bars(days: readonly string[], shift = 0): string {
  const lines = [HEADER];
  for (const [d, day] of days.entries()) {
    for (let minute = 0; minute < 570; minute++) {
      const clock = `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
      const price = 5400 + ((minute * 7 + d * 11) % 40) / 2 + shift;
      const volume = 3 + ((minute * 13 + d * 5) % 89);
      lines.push(`${day}\t${clock}\t${price}\t${price + 1}\t${price - 1}\t${price + 0.5}\t7\t${volume}\t5`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

const WEEK = ['2025.08.04', '2025.08.05', '2025.08.06', '2025.08.07', '2025.08.08'];

describe('a check of the store', () => {
  it('finds nothing in clean days, and leaves their manifests as they are', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25.csv', bars(WEEK)));
    const before = store.parts('WDOU25').map(({ manifestPath }) => readFileSync(manifestPath, 'utf8'));
    const [series, ...more] = await checkDatasets(store);
    expect(more).toEqual([]);
    expect(series).toMatchObject({ symbol: 'WDO', kind: 'candles-1m', findings: [] });
    expect(series!.parts.map(({ verdict }) => verdict)).toEqual(Array(5).fill('clean'));
    expect(store.parts('WDOU25').map(({ manifestPath }) => readFileSync(manifestPath, 'utf8'))).toEqual(before);
    expect(existsSync(join(store.root, '.lock'))).toBe(false);
  });

  it('gives a verdict to parts of the first version of the manifest', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25.csv', bars(WEEK.slice(0, 1))));
    const [part] = store.parts('WDOU25');
    const { sources, quality, quoteSizes: _, ...rest } = store.manifest(part!);
    writeFileSync(part!.manifestPath, JSON.stringify({ ...rest, schemaVersion: 1, source: sources[0] }));
    expect(store.manifest(part!)).toMatchObject({ schemaVersion: 2, sources });
    expect(store.manifest(part!).quality).toBeUndefined();
    await checkDatasets(store, { instruments: ['WDO'] });
    const written = JSON.parse(readFileSync(part!.manifestPath, 'utf8'));
    expect(written).toMatchObject({ schemaVersion: 2, quality: { rulesVersion: RULES_VERSION, verdict: 'clean' } });
    expect(store.manifest(part!).quality).toEqual(quality);
  });

  it('names days that are missing, that are copies, and rolls without data', async () => {
    const { file, run, store } = scratch();
    const days = ['2025.08.04', '2025.08.06', '2025.08.07', '2025.08.08'];
    await run('mt5-bars', file('WDOU25.csv', bars(days)));
    const copy = bars(['2025.08.04']).replaceAll('2025.08.04', '2025.08.11');
    await run('mt5-bars', file('WDOU25_copy.csv', copy));
    const [series] = await checkDatasets(store, { instruments: ['WDOFUT'], kinds: ['candles-1m'] });
    const found = (rule: string) => series!.findings.find((each) => each.rule === rule);
    expect(found('missing-days')!.examples.map(({ day }) => day)).toEqual(['2025-08-05']);
    expect(found('repeated-day')).toMatchObject({ severity: 'refuse' });
    expect(await checkDatasets(store, { instruments: ['DOL'] })).toEqual([]);
  });

  it('tells of a part that is not the one of its manifest, and goes on', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25.csv', bars(WEEK.slice(0, 3))));
    const [part] = store.parts('WDOU25');
    writeFileSync(part!.path, 'PAR1');
    const [series] = await checkDatasets(store);
    expect(series!.parts.map(({ verdict }) => verdict)).toEqual(['refuse', 'clean', 'clean']);
    expect(series!.parts[0]!.findings).toMatchObject([{ rule: 'part-corrupt', severity: 'refuse' }]);
  });
});

describe('rules over many days', () => {
  it('refuse a copied day when it is imported, so that nothing uses it', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25.csv', bars(WEEK)));
    const copy = bars(['2025.08.04']).replaceAll('2025.08.04', '2025.08.11');
    const { parts, notices } = await run('mt5-bars', file('WDOU25_copy.csv', copy));
    expect(parts).toMatchObject([{ day: '2025-08-11', verdict: 'refuse' }]);
    expect(notices.join()).toContain('refuse repeated-day: WDO candles-1m: ');
    const error = await userErrorOf(store.readPart('WDOU25', 'candles-1m', '2025-08-11'));
    expect(error.code).toBe('part-refused');
    expect(error.message).toContain('repeated-day');
    expect((await store.readPart('WDOU25', 'candles-1m', '2025-08-08')).open).toHaveLength(570);
    await checkDatasets(store);
    expect((await userErrorOf(store.readPart('WDOU25', 'candles-1m', '2025-08-11'))).code).toBe('part-refused');
    // with the first of the two gone, the day stands for itself
    await removeParts(store, { instrument: 'WDOU25', from: '2025-08-04', to: '2025-08-04' });
    await checkDatasets(store);
    expect((await store.readPart('WDOU25', 'candles-1m', '2025-08-11')).open).toHaveLength(570);
  });
});

describe('removing parts', () => {
  it('takes the days asked for, and the folders that are empty then', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25.csv', bars(WEEK)));
    const some = await removeParts(store, { instrument: 'WDOU25', from: '2025-08-05', to: '2025-08-06' });
    expect(some.map(({ day }) => day)).toEqual(['2025-08-05', '2025-08-06']);
    expect(store.parts('WDOU25').map(({ day }) => day)).toEqual(['2025-08-04', '2025-08-07', '2025-08-08']);
    await removeParts(store, { instrument: 'WDOU25', kind: 'candles-1m' });
    expect(existsSync(join(store.root, 'WDOU25'))).toBe(false);
  });

  it('takes the definition of an instrument with the last of its parts', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('PETR4.csv', bars(WEEK.slice(0, 1))), { instrument: 'PETR4' });
    expect(existsSync(join(store.root, 'PETR4', 'instrument.json'))).toBe(true);
    await removeParts(store, { instrument: 'PETR4' });
    expect(existsSync(join(store.root, 'PETR4'))).toBe(false);
  });
});
