// A host with a vendor that the test drives, asked by an operator to record and to bring history; what stands in the store afterwards.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { collectHistory, historyDays } from '../../../src/runner/capture/collect-history.ts';
import { type CaptureStatus, HostCapture } from '../../../src/runner/capture/host-capture.ts';
import { HostHistory } from '../../../src/runner/capture/host-history.ts';
import { HostOperator } from '../../../src/runner/capture/host-operator.ts';
import { Host } from '../../../src/runner/host/host.ts';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import { FileHostLog } from '../../../src/runner/host/host-log.ts';
import type { HistoryOutcome, HistoryRequest } from '../../../src/runner/host/vendor/history-request.ts';
import { TradeColumns } from '../../../src/runner/host/vendor/trade-columns.ts';
import { FakeTime, FakeVendor } from '../host/fake-vendor.ts';
import { newHome, removeHome, tradesFrom } from '../host/test-host.ts';

const MS_PER_DAY = 86_400_000;
const HOUR_MS = 3_600_000;

/** Tells trades of past days for the tickers that it knows. */
class VendorWithHistory extends FakeVendor {
  readonly asked: string[] = [];
  readonly days = new Map<string, TradeColumns>();

  override history(wanted?: HistoryRequest): Promise<never> {
    const request = wanted!;
    const day = new Date(request.fromMs).toISOString().slice(0, 10);
    let answer: HistoryOutcome = { kind: 'empty', reasons: ['nothing'] };
    for (const asset of request.candidates) {
      this.asked.push(`${asset.ticker} ${day}`);
      const trades = this.days.get(`${asset.ticker} ${day}`);
      if (trades === undefined) continue;
      const { fromMs, endMs } = request;
      answer = { kind: 'answered', asset, trades, fromMs, endMs, dropped: 0, lastPacketSeen: true };
      break;
    }
    return Promise.resolve(answer as never);
  }

  tell(ticker: string, day: string, count: number, price = (k: number) => 5500 + (k % 40) / 2): void {
    const trades = new TradeColumns();
    for (let k = 1; k <= count; k++) {
      trades.insertAt(trades.length);
      const row = trades.length - 1;
      trades.number[row] = k;
      trades.localMs[row] = Date.parse(`${day}T11:00:00Z`) + k;
      trades.price[row] = price(k);
      trades.quantity[row] = 1 + (k % 7);
      trades.tradeType[row] = 2 + (k % 2);
    }
    this.days.set(`${ticker} ${day}`, trades);
  }
}

interface Stage {
  readonly home: string;
  readonly time: FakeTime;
  readonly vendor: VendorWithHistory;
  readonly capture: HostCapture;
  readonly operator: HostOperator;
  end(): Promise<void>;
}

/** A process of its own makes the parts: on a machine that is busy it takes its time. */
async function until(holds: () => boolean, what: string): Promise<void> {
  await vi.waitFor(() => expect(holds(), what).toBe(true), { timeout: 20_000, interval: 20 });
}

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) removeHome(home);
});

async function stage(home = newHome(), time = new FakeTime()): Promise<Stage> {
  if (!homes.includes(home)) homes.push(home);
  const clock = new HostClock(time);
  const vendor = new VendorWithHistory(time);
  const log = new FileHostLog(home);
  const capture = await HostCapture.open({ home, provenance: 'exchange', log, nowUs: () => clock.nowUs() });
  const host = await Host.start({
    ...{ home, clock, log },
    vendor: () => vendor,
    sinks: [capture.recorder],
    requests: { ...capture.requests, ...new HostHistory(home, 'exchange').requests },
  });
  vendor.start();
  capture.begin(host.market.subscriptions, vendor);
  const operator = await HostOperator.connect(home, 'test');
  const end = async (): Promise<void> => {
    operator.close();
    await host.stop('the test is over');
    await capture.close();
    log.close();
  };
  return { home, time, vendor, capture, operator, end };
}

const tradesOf = (home: string, day: string) =>
  openStore(home, { acceptRefused: true }).readPart('WDOU25', 'trades', day);

describe('a host that records', () => {
  it('stores the day when it is over, rolls to the next contract and goes on after a restart', async () => {
    const first = await stage();
    const { home, time } = first;
    const begun = await first.operator.ask<CaptureStatus>('capture.start', { symbols: ['WDOFUT'], book: 'price' });
    expect(begun.wishes).toEqual([{ symbol: 'WDOFUT', contract: 'WDOU25', state: 'recording' }]);
    expect(first.vendor.wanted).toEqual(['+WDOU25 ticker', '+WDOU25 priceDepth']);
    first.vendor.trades('WDOU25', tradesFrom(time, 1, 500));
    await first.end();

    // still the same day: it is one recording in two pieces
    const second = await stage(home, time);
    expect(second.capture.status().wishes).toMatchObject([{ contract: 'WDOU25', state: 'recording' }]);
    second.vendor.trades('WDOU25', tradesFrom(time, 501, 300));
    second.vendor.tell('WDOFUT', '2025-08-05', 801);
    time.utcMs += 10 * HOUR_MS;
    await until(() => second.capture.status().finished.length === 1, 'the day');
    expect(second.capture.status().finished).toMatchObject([
      {
        kind: 'report',
        report: {
          contract: 'WDOU25',
          day: '2025-08-05',
          recordings: 2,
          counts: { stored: { trades: 800 }, history: { trades: 801, ticker: 'WDOFUT' } },
        },
      },
    ]);
    const part = await tradesOf(home, '2025-08-05');
    expect([...part.trade_id!]).toEqual(Array.from({ length: 800 }, (_, k) => k + 1));

    time.utcMs = Date.UTC(2025, 7, 29, 13);
    await until(() => second.capture.status().wishes[0]?.contract === 'WDOV25', 'the roll');
    second.vendor.trades('WDOV25', tradesFrom(time, 1, 10));
    const stopped = await second.operator.ask<CaptureStatus>('capture.stop');
    expect(stopped.wishes).toEqual([]);
    expect(second.vendor.wanted.slice(-2).sort()).toEqual(['-WDOV25 priceDepth', '-WDOV25 ticker']);
    await second.end();
    const third = await stage(home, time);
    expect(third.capture.status().wishes).toEqual([]);
    await third.end();
  }, 60_000);

  it('refuses what it cannot record, in words', async () => {
    const { operator, end } = await stage();
    await expect(operator.ask('capture.start', { symbols: ['XYZ3'], book: 'price' })).rejects.toMatchObject({
      code: 'host-refused',
      message: expect.stringContaining('the tick of XYZ3 is not known'),
    });
    await expect(operator.ask('capture.start', { symbols: ['WDO'], book: 'all' })).rejects.toMatchObject({
      code: 'host-refused',
    });
    await end();
  });

  it('leaves no secret behind in any file', async () => {
    const secrets = ['k3y-of-the-vendor', 'user@name.br', 'pass/word+x', '0routing0'];
    for (const secret of secrets) new Secret(secret);
    const { home, time, vendor, operator, end } = await stage();
    await operator.ask('capture.start', { symbols: ['WDOU25'], book: 'none' });
    vendor.trades('WDOU25', tradesFrom(time, 1, 20));
    for (const secret of secrets) {
      await operator.ask(`nothing ${secret}`).catch(() => undefined);
      vendor.lose('WDOU25', 'lost');
    }
    await end();
    const log = readFileSync(join(home, 'host', 'log', 'host.log'), 'utf8');
    expect(log).toContain('[secret]');
    for (const file of filesOf(home)) {
      const bytes = readFileSync(file);
      for (const secret of secrets)
        for (const form of [
          Buffer.from(secret),
          Buffer.from(secret, 'utf16le'),
          Buffer.from(encodeURIComponent(secret)),
        ])
          expect(bytes.includes(form), `${file} has ${secret}`).toBe(false);
    }
  });
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

describe('history', () => {
  const collect = (on: Stage, days: number) => {
    const store = openStore(on.home);
    return collectHistory({
      ...{ store, symbol: 'WDO', days, nowUs: on.time.utcUs(), lookEveryMs: 1 },
      termsOf: builtInTerms,
      ask: (what, args) => on.operator.ask(what, args),
      onProgress: () => undefined,
      isStopped: () => false,
    });
  };

  it('is asked for the contract of each day, then for the continuous one, the latest first', () => {
    const nowUs = Date.UTC(2025, 8, 2, 12) * 1000;
    expect(historyDays('WDO', 5, nowUs)).toEqual([
      {
        day: '2025-09-01',
        contract: 'WDOV25',
        candidates: [
          { ticker: 'WDOV25', exchange: 'F' },
          { ticker: 'WDOFUT', exchange: 'F' },
        ],
      },
      {
        day: '2025-08-29',
        contract: 'WDOV25',
        candidates: [
          { ticker: 'WDOV25', exchange: 'F' },
          { ticker: 'WDOFUT', exchange: 'F' },
        ],
      },
      {
        day: '2025-08-28',
        contract: 'WDOU25',
        candidates: [
          { ticker: 'WDOU25', exchange: 'F' },
          { ticker: 'WDOFUT', exchange: 'F' },
        ],
      },
    ]);
    expect(historyDays('WDOV25', 1, nowUs)[0]!.candidates).toEqual([{ ticker: 'WDOV25', exchange: 'F' }]);
  });

  it('stores what answers, says which ticker did, and asks no stored day again', async () => {
    const on = await stage();
    on.vendor.tell('WDOU25', '2025-08-04', 300);
    on.vendor.tell('WDOFUT', '2025-08-01', 200);
    const days = await collect(on, 5);
    expect(days.map(({ day, ticker, kind }) => [day, ticker, kind])).toEqual([
      ['2025-08-04', 'WDOU25', 'stored'],
      ['2025-08-01', 'WDOFUT', 'stored'],
      ['2025-07-31', null, 'none'],
    ]);
    const part = await tradesOf(on.home, '2025-08-04');
    expect(part.time_us![0]).toBe((Date.parse('2025-08-04T11:00:00Z') + 1 + 3 * HOUR_MS) * 1000);
    expect([part.price![0], part.quantity![0], part.aggressor![0], part.trade_id![299]]).toEqual([5500.5, 2, 2, 300]);
    on.vendor.asked.length = 0;
    expect((await collect(on, 5)).map(({ kind }) => kind)).toEqual(['there', 'there', 'none']);
    expect(on.vendor.asked).toEqual(
      ['WDON25 2025-07-31', 'WDOFUT 2025-07-31'].map((each) => each.replace('WDON25', 'WDOU25')),
    );
    await on.end();
  });

  it('is not used where its prices were never traded, nor for any other day then', async () => {
    const on = await stage();
    on.vendor.tell('WDOFUT', '2025-08-04', 50, (k) => 5500.137 + k);
    on.vendor.tell('WDOFUT', '2025-08-01', 50);
    const days = await collect(on, 4);
    expect(days).toMatchObject([
      { kind: 'refused', ticker: 'WDOFUT', reason: expect.stringContaining('between two ticks') },
      { kind: 'none' },
    ]);
    await on.end();
  });

  it('must say the same as what was recorded live', async () => {
    const on = await stage();
    await on.operator.ask('capture.start', { symbols: ['WDO'], book: 'none' });
    const live = Array.from({ length: 50 }, (_, n) => ({
      ...tradesFrom(on.time, n + 1, 1)[0]!,
      price: 5500 + ((n + 1) % 40) / 2,
      quantity: 1 + ((n + 1) % 7),
      localMs: Date.parse('2025-08-05T11:00:00Z') + n + 1,
    }));
    // one of them was first told at another price: what counts is what an edit left
    const told = live.map((trade, n) => (n === 9 ? { ...trade, price: 5530 } : trade));
    on.vendor.trades('WDOU25', told);
    on.vendor.trades('WDOU25', [{ ...live[9]!, isEdit: true }]);
    on.time.utcMs += 10 * HOUR_MS;
    await until(() => on.capture.status().finished.length === 1, 'the day');
    on.time.utcMs += MS_PER_DAY / 2;
    on.vendor.tell('WDOU25', '2025-08-05', 60);
    expect((await collect(on, 1))[0]).toEqual({
      ...{ day: '2025-08-05', contract: 'WDOU25', ticker: 'WDOU25', kind: 'agrees' },
      ...{ rows: 52, compared: 50, onlyLive: 0, onlyHistory: 10 },
    });
    on.vendor.tell('WDOU25', '2025-08-05', 60, (k) => 5490 + (k % 40) / 2);
    on.vendor.tell('WDOU25', '2025-08-04', 60);
    const days = await collect(on, 2);
    expect(days[0]).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('contradicts what was recorded live'),
    });
    // the ticker that lied is not asked again, the other one has nothing
    expect(days[1]).toMatchObject({ kind: 'none' });
    await on.end();
  }, 60_000);
});
