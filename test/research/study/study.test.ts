// What a home has and what is wished for; the days that a study takes.
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { openStudy } from '../../../src/research/study/study.ts';
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

/** A home with parts of WDOU25 on some days of a week, by their numbers. */
async function homeWith(name: string, { trades = [], candles = [], refused = [], provenance = 'exchange' }: Stored) {
  const home = temporaryFolder(name);
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

const daysOf = (study: {
  readonly days: readonly { readonly day: string; readonly kind: string }[];
}): readonly string[] => study.days.map(({ day, kind }) => `${day.slice(-1)} ${kind}`);

describe('a study', () => {
  it('is of the newest days, one with trades among them', async () => {
    const home = await homeWith('study-days', { trades: [1], candles: [0, 1, 2, 3, 4] });
    const study = await openStudy({ home, days: 3 });
    expect(study).toMatchObject({ instrument: 'WDOFUT', source: 'store', provenance: 'exchange', home });
    expect(daysOf(study)).toEqual(['5 trades', '6 candles-1m', '7 candles-1m']);
    expect([study.from, study.to, study.kind]).toEqual(['2025-08-05', '2025-08-07', 'candles-1m']);
    expect(study.day).toEqual({ day: '2025-08-05', contract: 'WDOU25', kind: 'trades' });
    expect(study.newestWith('levels')).toBeUndefined();
    expect(daysOf(await openStudy({ home }))).toHaveLength(5);
    expect(daysOf(await openStudy({ home, days: 1 }))).toEqual(['5 trades']);
    expect(study[JUPYTER_DISPLAY]()['text/plain']).toBe(
      'Real data.\nWDOFUT (WDOU25), 3 trading days with data from 2025-08-05 to 2025-08-07: trades of 1, candles-1m of 2.',
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
    expect(daysOf(await openStudy({ home }))).toEqual(['7 candles-1m', '8 candles-1m']);
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
});
