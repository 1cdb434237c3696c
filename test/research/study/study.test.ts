// What a home has and what is wished for; the days that a study takes.
import { isAbsolute } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { openStudy, type Study } from '../../../src/research/study/study.ts';
import { userErrorOf } from '../../adapters/datasets/scratch.ts';
import { candleRows, tradeColumns, writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

vi.setConfig({ testTimeout: 60_000 });

const DAY_US = 86_400e6;
const TEN_US = Date.UTC(2025, 7, 4, 13) * 1000;
const WEEK = ['2025-08-04', '2025-08-05', '2025-08-06', '2025-08-07', '2025-08-08'] as const;

interface Stored {
  readonly trades?: readonly number[];
  readonly candles?: readonly number[];
  readonly refused?: readonly number[];
  readonly provenance?: 'exchange' | 'synthetic';
}

/** A new home of that name, or the home at that path, with parts of WDOU25 on some days of a week, by their numbers. */
async function homeWith(name: string, { trades = [], candles = [], refused = [], provenance = 'exchange' }: Stored) {
  const home = isAbsolute(name) ? name : temporaryFolder(name);
  const store = openStore(home);
  for (const at of trades) {
    await writePart(store, 'trades', WEEK[at]!, tradeColumns(3, TEN_US + at * DAY_US), { provenance });
  }
  for (const at of candles) {
    const verdict = refused.includes(at) ? 'refuse' : 'clean';
    await writePart(store, 'candles-1m', WEEK[at]!, candleRows(2, TEN_US + at * DAY_US), { provenance, verdict });
  }
  return home;
}

const textOf = (study: Study): string => study[JUPYTER_DISPLAY]()['text/plain']!;

const daysOf = (study: {
  readonly days: readonly { readonly day: string; readonly kind: string }[];
}): readonly string[] => study.days.map(({ day, kind }) => `${day.slice(-1)} ${kind}`);

describe('a study', () => {
  it('is of the newest days, and names the newest with trades where that is none of them', async () => {
    const home = await homeWith('study-days', { trades: [1], candles: [0, 1, 2, 3, 4] });
    const study = await openStudy({ home, days: 3 });
    expect(study).toMatchObject({ instrument: 'WDOFUT', source: 'store', provenance: 'exchange', home });
    expect(daysOf(study)).toEqual(['6 candles-1m', '7 candles-1m', '8 candles-1m']);
    expect([study.from, study.to, study.kind]).toEqual(['2025-08-06', '2025-08-08', 'candles-1m']);
    expect(study.day).toEqual({ day: '2025-08-05', contract: 'WDOU25', kind: 'trades' });
    expect(study.newestWith('levels')).toBeUndefined();
    expect(daysOf(await openStudy({ home }))[1]).toBe('5 trades');
    expect((await openStudy({ home })).tickDay).toBeUndefined();
    expect((await openStudy({ home, from: '2025-08-06' })).tickDay).toBeUndefined();
    expect(study[JUPYTER_DISPLAY]()['text/plain']).toBe(
      [
        'Real data.',
        'WDOFUT (WDOU25), 3 trading days with data from 2025-08-06 to 2025-08-08: candles-1m of 3.',
        'None of them has trades; the newest day that has is 2025-08-05 (WDOU25), and what needs trades is of it.',
      ].join('\n'),
    );
  });

  it('is of what was named, whatever else is there', async () => {
    const home = await homeWith('study-named', { trades: [1], candles: [0, 1, 2, 3, 4] });
    const asked = { instrument: 'WDOU25', from: '2025-08-06', to: '2025-08-07' };
    expect(daysOf(await openStudy({ home, ...asked, days: 1 }))).toEqual(['6 candles-1m', '7 candles-1m']);
    expect(await userErrorOf(openStudy({ home, instrument: 'WIN' }))).toMatchObject({ code: 'part-missing' });
    expect(await userErrorOf(openStudy({ home, from: '2025-09-01' }))).toMatchObject({ code: 'part-missing' });
    expect(await userErrorOf(openStudy({ home, instrument: 'PETR4' }))).toMatchObject({ code: 'unknown-instrument' });
    expect(await userErrorOf(openStudy({ home, days: 0 }))).toMatchObject({ code: 'bad-option', field: 'days' });
  });

  it('steps over no day that the gate refused', async () => {
    const home = await homeWith('study-refused', { candles: [0, 1, 2, 3, 4], refused: [2] });
    const study = await openStudy({ home });
    expect(daysOf(study)).toEqual(['7 candles-1m', '8 candles-1m']);
    expect(textOf(study)).toContain('Left out, refused by the quality gate: 2025-08-06.');
    expect(textOf(await openStudy({ home, days: 2 }))).not.toContain('Left out');
  });

  it('is of recorded days before made-up ones, and says so of those', async () => {
    const home = await homeWith('study-made', { trades: [0, 1], provenance: 'synthetic' });
    const study = await openStudy({ home });
    expect(study).toMatchObject({ source: 'store', provenance: 'synthetic' });
    expect(study[JUPYTER_DISPLAY]()['text/html']).toContain('<b>SYNTHETIC data.</b>');
    expect(study[JUPYTER_DISPLAY]()['text/plain']).toContain(
      'Of the store: nothing found in it is true of the market.',
    );
  });

  it('never mixes recorded and made-up days: those between them end what is taken, and are named', async () => {
    const home = await homeWith('study-mixed', { candles: [0, 1, 2] });
    await homeWith(home, { trades: [3, 4], provenance: 'synthetic' });
    const study = await openStudy({ home });
    expect(study.provenance).toBe('exchange');
    expect(daysOf(study)).toEqual(['4 candles-1m', '5 candles-1m', '6 candles-1m']);
    expect(textOf(study)).toContain('Left out, synthetic and no exchange data: 2025-08-07, 2025-08-08.');
    await homeWith(home, { trades: [1], provenance: 'synthetic' });
    expect(daysOf(await openStudy({ home }))).toEqual(['6 candles-1m']);
    const named = await openStudy({ home, instrument: 'WDO', from: '2025-08-04', to: '2025-08-08' });
    expect(daysOf(named)).toEqual(['6 candles-1m']);
    expect(textOf(named)).toContain('Left out, on the other side of those: 2025-08-04.');
    expect((await openStudy({ home, from: '2025-08-07' })).provenance).toBe('synthetic');
  });

  it('tells which of the days that were asked for are missing, at both ends', async () => {
    const home = await homeWith('study-ends', { candles: [1, 3] });
    const study = await openStudy({ home, from: '2025-08-04', to: '2025-08-08' });
    expect(study.missing).toEqual(['2025-08-04', '2025-08-06', '2025-08-08']);
    expect(textOf(study)).toContain('does not have: 2025-08-04, 2025-08-06, 2025-08-08.');
    expect((await openStudy({ home })).missing).toEqual(['2025-08-06']);
    expect((await openStudy({ home, to: '2025-08-08' })).missing).toEqual(['2025-08-06', '2025-08-08']);
  });

  it.each([
    ['2025-08-06', '2025-08-05', 'The span ends before it begins'],
    ['2025-08-09', '2025-08-09', 'B3 does not trade from 2025-08-09 to 2025-08-09: Weekend'],
    ['2025-12-24', '2025-12-25', 'weekend or holidays only'],
  ])('names what is wrong with %s to %s', async (from, to, says) => {
    const home = temporaryFolder('study-span');
    for (const synthetic of [false, true]) {
      const error = await userErrorOf(openStudy({ home, from, to, synthetic }));
      expect(error).toMatchObject({ code: 'bad-option', field: 'to' });
      expect(error.message).toContain(says);
    }
  });

  it('makes days where the home has none, apart from its data, the same ones whoever asked before', async () => {
    const home = temporaryFolder('study-empty');
    const two = await openStudy({ home, days: 2 });
    const one = await openStudy({ home, days: 1 });
    expect(two).toMatchObject({
      source: 'made',
      provenance: 'synthetic',
      instrument: 'WDOFUT',
      from: '2027-03-01',
      to: '2027-03-02',
    });
    expect(daysOf(one)).toEqual(['1 trades']);
    expect(two.newestWith('levels')?.day).toBe('2027-03-02');
    expect(openStore(home).instruments()).toEqual([]);
    const sources = (study: typeof two) => study.store.manifest(study.store.parts('WDOJ27', 'trades')[0]!).sha256;
    expect(sources(one)).toBe(sources(await openStudy({ home: temporaryFolder('study-other'), days: 1 })));
    expect(await userErrorOf(openStudy({ home, days: 1000 }))).toMatchObject({ code: 'bad-option' });
  });

  it('makes the synthetic days that were named, and refuses those that there are not', async () => {
    const home = await homeWith('study-synthetic', { trades: [0] });
    const span = async (wish: object): Promise<readonly string[]> => {
      const { instrument, from, to, days, provenance } = await openStudy({ home, synthetic: true, ...wish });
      return [instrument, days[0]!.contract, from.slice(5), to.slice(5), provenance];
    };
    const third = { from: '2027-03-03', to: '2027-03-04' };
    expect(await span(third)).toEqual(['WDOFUT', 'WDOJ27', '03-03', '03-04', 'synthetic']);
    expect(await span({ to: '2027-03-02' })).toEqual(['WDOFUT', 'WDOJ27', '03-01', '03-02', 'synthetic']);
    expect(await span({ from: '2027-03-02', days: 2 })).toEqual(['WDOFUT', 'WDOJ27', '03-02', '03-03', 'synthetic']);
    expect(await span({ instrument: 'WDOJ27', days: 1 })).toEqual(['WDOJ27', 'WDOJ27', '03-01', '03-01', 'synthetic']);
    const refused = async (wish: object) => await userErrorOf(openStudy({ home, synthetic: true, ...wish }));
    expect(await refused({ from: '2025-08-04' })).toMatchObject({ code: 'bad-option', field: 'from' });
    expect(await refused({ instrument: 'WDOU25' })).toMatchObject({ code: 'bad-option', field: 'instrument' });
    expect(await refused({ instrument: 'WDOK27', ...third })).toMatchObject({ code: 'bad-option' });
    expect(await refused({ instrument: 'PETR4' })).toMatchObject({ code: 'unknown-instrument' });
  });
});

describe('recorded data that no study can be made of', () => {
  /** As an import stores a series that was adjusted. */
  async function homeWithSeries(name: string): Promise<string> {
    const home = temporaryFolder(name);
    const columns = candleRows(2, TEN_US);
    await openStore(home).writeDay({
      ...{ kind: 'candles-1m', day: WEEK[0], instrument: 'WDOFUT', parameters: {} },
      columns: Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, Float64Array.from(values)])),
      sources: [{ file: 'series.csv', sha256: 'b'.repeat(64), format: 'csv:test' }],
      ...{ provenance: 'exchange', sideSource: 'none', bookSource: 'none', adjusted: 'ratio' },
    });
    return home;
  }

  it('are told of where made-up days are shown in their place', async () => {
    const study = await openStudy({ home: await homeWithSeries('study-series'), days: 1 });
    expect(study.provenance).toBe('synthetic');
    expect(textOf(study)).toContain('Your store has REAL data that cannot be used as they are:');
    expect(textOf(study)).toContain('WDOFUT candles-1m, 1 day from 2025-08-04 to 2025-08-04: adjusted by ratio');
    expect(textOf(study)).toContain('npx qt series restore WDOFUT');
  });

  it('are what the error speaks of where they were named', async () => {
    const home = await homeWithSeries('study-series-named');
    for (const instrument of ['WDO', 'WDOFUT', 'WDOU25']) {
      const error = await userErrorOf(openStudy({ home, instrument }));
      expect(error.code).toBe('adjusted-series');
      expect(error.message).toContain('its prices were never traded');
      expect(error.message).toContain('npx qt series restore WDOFUT');
    }
  });

  it('are those that the gate refused, too', async () => {
    const home = await homeWith('study-all-refused', { candles: [0, 1], refused: [0, 1] });
    expect(textOf(await openStudy({ home, days: 1 }))).toContain(
      'WDOU25 candles-1m, 2 days from 2025-08-04 to 2025-08-05: refused by the quality gate; npx qt datasets check WDOU25 tells why.',
    );
  });
});
