// `qt contracts` and `qt series` in this process: what they print, write and refuse.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { contractsCommand } from '../../src/cli/contracts.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { seriesCommand } from '../../src/cli/series.ts';
import { CALENDAR_DAYS, madePart } from '../adapters/datasets/series/made-series.ts';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

afterEach(() => vi.restoreAllMocks());

function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const child of command.commands) quiet(child);
}

async function qt(...args: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => notes.push(String(text)) > 0);
  const program = new Command('qt').option('--json').option('--home <dir>').option('--debug');
  for (const add of [contractsCommand, seriesCommand]) add(program);
  quiet(program);
  let code = 0;
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = reportError(error, { json: args.includes('--json'), debug: false });
  } finally {
    vi.restoreAllMocks();
  }
  return { code, out: out.join(''), notes: notes.join('') };
}

async function json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T> {
  return JSON.parse((await qt(...args, '--json')).out) as T;
}

describe('qt contracts', () => {
  it('tells the contract of a day, its roll, and when a position has to be flat', async () => {
    const { code, out } = await qt('contracts', 'WDO', '--day', '2025-08-28');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'WDO on 2025-08-28: WDOU25',
      'next contract     WDOV25 from 2025-08-29, in 1 trading day',
      'last trading day  2025-08-29 (WDOU25)',
      'expiry            2025-09-01 (WDOU25)',
      'session           09:00 to 18:30 (orders from 08:55)',
      'with flattenBefore, a position in WDOU25: flat by 18:15, no entries after',
      '',
    ]);
  });

  it('tells the same as one object', async () => {
    expect(await json('contracts', 'WINFUT', '--day', '2021-12-14')).toEqual({
      root: 'WIN',
      day: '2021-12-14',
      closed: null,
      contract: 'WINZ21',
      rollDay: '2021-12-15',
      lastTradingDay: '2021-12-15',
      expiryDay: '2021-12-15',
      next: 'WING22',
      tradingDaysToRoll: 1,
      isRollDay: false,
      isLastTradingDay: false,
      leaving: null,
      session: { preOpen: '08:55', open: '09:00', close: '18:25', closingCallEnd: '18:30', closeEvidence: 'observed' },
      position: {
        ...{ held: 'WINZ21', rollDay: '2021-12-15', lastTradingDay: '2021-12-15', expiryDay: '2021-12-15' },
        policy: 'flattenBefore',
        duty: { kind: 'flattenBy', timeUs: Date.parse('2021-12-14T18:10:00-03:00') * 1000, time: '18:10' },
      },
    });
  });

  it.each([
    ['WDOU25', '2025-08-29', 'flattenBefore', 'flatten at once, it was left today'],
    ['WDOU25', '2025-08-29', 'hold', 'may stay, no new entries'],
    ['WDOU25', '2025-09-02', 'hold', 'flatten at once, it no longer trades'],
    ['WDOV25', '2025-08-28', 'hold', 'flatten at once, it is a later contract than that of the day'],
    ['WDOV25', '2025-08-29', 'flattenBefore', 'nothing to do'],
  ])('says of %s held on %s, with %s: %s', async (symbol, day, policy, said) => {
    const { out } = await qt('contracts', symbol, '--day', day, '--policy', policy);
    expect(out).toContain(`with ${policy}, a position in ${symbol}`);
    expect(out).toContain(`: ${said}\n`);
  });

  it('answers for today and for days without trading', async () => {
    expect(await json('contracts', 'DOL')).toMatchObject({ root: 'DOL', contract: expect.stringMatching(/^DOL/) });
    const { out } = await qt('contracts', 'WDO', '--day', '2025-12-25');
    expect(out).toMatch(/^WDO on 2025-12-25: WDOF26 \(B3 is closed: Christmas\)\n/);
    expect(out).not.toContain('session');
    expect(await json('contracts', 'WDO', '--day', '2025-08-30')).toMatchObject({ session: null, leaving: null });
  });

  it('lists the contracts of a span, and says where the calendar ends', async () => {
    const { contracts } = await json('contracts', 'WDO', '--from', '2025-08-05', '--to', '2025-10-01');
    expect(contracts).toMatchObject([
      { contract: 'WDOU25', fromDay: '2025-08-05', toDay: '2025-08-28', tradingDays: 18, expiryDay: '2025-09-01' },
      { contract: 'WDOV25', fromDay: '2025-08-29', toDay: '2025-09-29', tradingDays: 22, rollDay: '2025-09-30' },
      { contract: 'WDOX25', fromDay: '2025-09-30', toDay: '2025-10-01', tradingDays: 2 },
    ]);
    const { out } = await qt('contracts', 'WIN', '--from', '2027-12-01', '--to', '2027-12-30');
    expect(out).toMatch(/^WING28 {2}2027-12-15 to 2027-12-30 .* last trading day after 2027, expiry after 2027$/m);
  });

  it.each([
    [['PETR4'], 1, 'unknown-instrument'],
    [['WDO', '--day', '28/08/2025'], 2, 'bad-option'],
    [['WDO', '--day', '2028-01-03'], 2, 'bad-option'],
    [['WDO', '--from', '2025-08-05'], 2, 'bad-option'],
    [['WDO', '--from', '2025-08-05', '--to', '2025-08-06', '--day', '2025-08-05'], 2, 'bad-option'],
    [['WDOU05', '--day', '2025-08-05'], 2, 'bad-option'],
    [['WDO', '--policy', 'hope'], 2, 'bad-option'],
  ])('refuses %j', async (args, code, name) => {
    const refused = await qt('contracts', ...args, '--json');
    expect(refused.code).toBe(code);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: name } });
  });
});

describe('qt series', () => {
  async function homeOf(parts: Parameters<typeof madePart>[0][]): Promise<string> {
    const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    if (parts.length > 0) await openStore(home).writeParts(parts.map(madePart));
    return home;
  }

  it('writes an adjusted series with the contract of each candle, and says what is odd', async () => {
    const home = await homeOf([...CALENDAR_DAYS]);
    const csv = join(home, 'series.csv');
    const { code, out, notes } = await qt('series', 'WDO', '--adjust', 'ratio', '--csv', csv, '--home', home);
    expect(code).toBe(0);
    expect(out).toContain('WDO candles-1m: 16 candles of 4 days, rolled by calendar\n');
    expect(out).toContain('WDOU25  2025-08-27 to 2025-08-28  x 1.00858964  (5413.5 became 5460, across the night)');
    expect(notes).toBe('note: 1 roll measured across a night, which includes the move of the market in it\n');
    const lines = readFileSync(csv, 'utf8').split('\n');
    expect(lines).toHaveLength(18);
    const factor = 5460 / 5413.5;
    const [open, high, low, close] = [5400, 5401, 5399, 5400.5].map((price) => Number((price * factor).toFixed(6)));
    expect(lines.slice(0, 2)).toEqual([
      'time,contract,open,high,low,close,volume,trades',
      `2025-08-27T09:00:00,WDOU25,${open},${high},${low},${close},10,`,
    ]);
    expect(lines[9]).toBe('2025-08-29T09:00:00,WDOV25,5460,5461,5459,5460.5,10,');
  });

  it('tells the same as one object', async () => {
    const home = await homeOf([...CALENDAR_DAYS]);
    const span = ['--from', '2025-08-28', '--to', '2025-09-02', '--home', home];
    const told = await json('series', 'WDO', '--adjust', 'difference', ...span);
    expect(told).toMatchObject({
      ...{ root: 'WDO', kind: 'candles-1m', roll: 'calendar', adjust: 'difference' },
      ...{ from: '2025-08-28', to: '2025-09-01', days: 3, rows: 12, missing: ['2025-09-02'], provenance: 'exchange' },
      contracts: [
        { contract: 'WDOU25', offset: 46.5, measuredFrom: { kind: 'acrossNight', oldPrice: 5413.5, newPrice: 5460 } },
        { contract: 'WDOV25', offset: 0, measuredFrom: null },
      ],
      rolls: [{ day: '2025-08-29', from: 'WDOU25', to: 'WDOV25', cause: 'calendar' }],
    });
    expect(existsSync(told.adjustment as string)).toBe(true);
    const plain = await json('series', 'WDOFUT', ...span);
    expect(plain.contracts).toEqual([
      { contract: 'WDOU25', fromDay: '2025-08-28', toDay: '2025-08-28' },
      { contract: 'WDOV25', fromDay: '2025-08-29', toDay: '2025-09-01' },
    ]);
    expect(plain.adjustment).toBeUndefined();
  });

  it('rolls by volume when asked to', async () => {
    const quiet = { contract: 'WDOU25', day: '2025-08-27', first: 5400, volume: 5 };
    const busy = { contract: 'WDOV25', day: '2025-08-27', first: 5440, volume: 9 };
    const home = await homeOf([quiet, busy]);
    const { contracts } = await json<{ contracts: object[] }>('series', 'WDO', '--roll', 'volume', '--home', home);
    expect(contracts).toMatchObject([{ contract: 'WDOV25' }]);
  });

  it('restores the contracts of an adjusted series', async () => {
    const factor = 1.0123456789;
    const prices = Float64Array.from({ length: 540 }, (_, row) => 5300 + ((row * 7919) % 601) / 2);
    const made = madePart({ contract: 'WDOFUT', day: '2025-08-28', first: 0, minutes: [...prices.keys()] });
    const adjusted = prices.map((price) => Number((price * factor).toFixed(2)));
    const volume = prices.map((_, row) => 3 + ((row * 7) % 11));
    const columns = { ...made.columns, open: adjusted, high: adjusted, low: adjusted, close: adjusted, volume };
    const home = await homeOf([]);
    await openStore(home).writeDay({ ...made, columns, adjusted: 'ratio' });
    const { code, out } = await qt('series', 'restore', 'WDOFUT', '--home', home);
    expect([code, out]).toEqual([
      0,
      'WDOU25  2025-08-28 to 2025-08-28    540 candles  factor 1.01234568\n1 day restored, 1 written\n',
    ]);
    expect((await openStore(home).readPart('WDOU25', 'candles-1m', '2025-08-28')).close).toEqual(prices);
    const again = await json('series', 'restore', 'WDOFUT', '--home', home, '--replace');
    expect(again).toMatchObject({
      root: 'WDO',
      contracts: [{ contract: 'WDOU25', kind: 'recovered', rows: 540, decimals: 2, missedRows: 0, turnover: 'absent' }],
      parts: [{ instrument: 'WDOU25', day: '2025-08-28', change: 'unchanged' }],
    });
    const none = await qt('series', 'restore', 'WDOFUT', '--from', '2025-09-01', '--home', home, '--json');
    expect(none.code).toBe(1);
    expect(JSON.parse(none.out)).toMatchObject({ error: { code: 'part-missing', field: 'from' } });
  });

  it.each([
    [['WDO'], 1, 'part-missing'],
    [['WDOU25'], 2, 'bad-option'],
    [['PETR4'], 1, 'unknown-instrument'],
    [['WDO', '--kind', 'trades'], 2, 'bad-option'],
    [['WDO', '--adjust', 'magic'], 2, 'bad-option'],
    [['WDO', '--roll', 'luck'], 2, 'bad-option'],
    [['restore', 'WDOU25'], 2, 'bad-option'],
    [['restore'], 2, 'usage'],
    [[], 2, 'usage'],
  ])('refuses %j', async (args, code, name) => {
    const home = await homeOf([]);
    const refused = await qt('series', ...args, '--home', home, '--json');
    expect(refused.code).toBe(code);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: name } });
  });
});
