// A paper session whose inputs break between exchange and engine: each fault is a HOLD that names it, and ends only where it is safe.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { Exchange } from '../../src/core/engine/exchange.ts';
import { defineFeature } from '../../src/core/features/define-feature.ts';
import { utcUsOf } from '../../src/core/market/civil-time.ts';
import {
  BOOK_CLEAR,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  F64_RECEIVED,
  I32_G,
  I32_H,
  I32_KIND,
  Kind,
} from '../../src/core/market/event-record.ts';
import type { HoldCode } from '../../src/core/signal/hold-code.ts';
import { orderFlowImbalance, returns } from '../../src/index.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { type Corrupt, TappedExchange, type TappedRecord } from '../support/tapped-exchange.ts';
import { holds, testStrategy } from '../support/test-strategy.ts';
import { runDay, storeDays } from './synthetic-run.ts';

const SESSION = '2027-03-02';
const MINUTE = 60_000_000;
const OPEN_US = utcUsOf(SESSION, 9 * 60 * MINUTE);
const FROM_US = OPEN_US + 20 * MINUTE;

/** One feature for each kind of input; what it computes matters less than what it reads. */
const reading = (id: string, inputs: ('tape' | 'agents' | 'quotes' | 'book')[]) => {
  const group = { id, meaning: id, unit: 'count', warmup: 1, sessionRule: 'reset', scale: 'discrete', inputs } as const;
  return defineFeature(group, () => {
    let seen = 0;
    const isTape = inputs.includes('tape') || inputs.includes('agents');
    const count = (): void => {
      seen += 1;
    };
    return { candle: (out) => out.set(seen), ...(isTape ? { trade: count } : { book: count }) };
  });
};

const features = {
  move: returns({ candles: 1 }),
  flow: orderFlowImbalance({ candles: 5 }),
  prints: reading('prints', ['tape']),
  brokers: reading('brokers', ['agents']),
  best: reading('best', ['quotes']),
  depth: reading('depth', ['book']),
};

const trades = (change: (record: TappedRecord) => ReturnType<Corrupt>): Corrupt => {
  return (record) => (record.kind === Kind.trade ? change(record) : undefined);
};
const quotes = (change: (record: TappedRecord) => ReturnType<Corrupt>): Corrupt => {
  return (record) => (record.kind === Kind.quote ? change(record) : undefined);
};
const levels = (change: (record: TappedRecord) => ReturnType<Corrupt>): Corrupt => {
  return (record) => (record.kind === Kind.bookChange ? change(record) : undefined);
};
/** Writes a word of the record. */
const set = (word: number, value: number | ((now: number) => number)) => {
  return ({ batch, f }: TappedRecord): undefined => {
    const now = batch.f64[f + word]!;
    batch.f64[f + word] = typeof value === 'number' ? value : value(now);
  };
};
const withFlags = (clear: number, add = 0) => {
  return ({ batch, i }: TappedRecord): undefined => {
    batch.i32[i + I32_KIND] = (batch.i32[i + I32_KIND]! & ~(clear << 8)) | (add << 8);
  };
};
const agents = (buyer: number, seller: number) => {
  return ({ batch, i }: TappedRecord): undefined => {
    batch.i32[i + I32_G] = buyer;
    batch.i32[i + I32_H] = seller;
  };
};
const move = (...words: readonly (readonly [from: number, to: number])[]) => {
  return ({ batch, f }: TappedRecord): undefined => {
    const before = batch.f64.slice(f, f + 8);
    for (const [from, to] of words) batch.f64[f + to] = before[from]!;
  };
};
/** One change after the other. */
const both =
  (first: (r: TappedRecord) => void, second: (r: TappedRecord) => void) =>
  (record: TappedRecord): undefined => {
    first(record);
    second(record);
  };
const isMarket = ({ kind }: TappedRecord): boolean => kind !== Kind.clockTick && kind !== Kind.phaseChange;

interface Fault {
  readonly name: string;
  readonly corrupt: Corrupt;
  readonly code: HoldCode;
  readonly reason: RegExp;
  /** Minutes that it takes until it can be seen; 0: the first decision after it. */
  readonly within: number;
  /** Whether decisions go on once the input is whole again, within the same epoch. */
  readonly recovers: boolean;
  /** The trades that come through are numbered without holes: nothing was lost, there was nothing. */
  readonly isLull: boolean;
}

const fault = (
  name: string,
  corrupt: Corrupt,
  code: HoldCode,
  reason: RegExp,
  within = 0,
  recovers = false,
  isLull = false,
): Fault => ({ name, corrupt, code, reason, within, recovers, isLull });

const HOUR_US = 60 * MINUTE;
const FAULTS: readonly Fault[] = [
  fault('price NaN', trades(set(F64_A, Number.NaN)), 'badInput', /price NaN.*return_1/),
  fault('price infinite', trades(set(F64_A, Infinity)), 'badInput', /price Infinity.*return_1/),
  fault('price 0, of an expired contract', trades(set(F64_A, 0)), 'badInput', /price 0 .*return_1/),
  fault('price negative', trades(set(F64_A, (now) => -now)), 'badInput', /price -\d.*return_1/),
  fault('price between two ticks', trades(set(F64_A, (now) => now + 0.1)), 'badInput', /multiple of the tick 0\.5/),
  fault('price in hundredths', trades(set(F64_A, (now) => now * 100)), 'badInput', /more than .* points/),
  fault('price in thousands', trades(set(F64_A, 5.5)), 'badInput', /a trade at 5\.5, more than/),
  fault('price of another contract', trades(set(F64_A, (now) => now + 150)), 'badInput', /more than .* points/),
  fault(
    'one price that is wrong',
    trades((r) => (r.n === 0 ? set(F64_A, 0)(r) : undefined)),
    'badInput',
    /price 0 /,
  ),
  fault('quantity 0', trades(set(F64_B, 0)), 'badInput', /of 0 contracts/),
  fault('quantity negative', trades(set(F64_B, -5)), 'badInput', /of -5 contracts/),
  fault(
    'quantity of 18 digits',
    trades(set(F64_B, Number('186632642904026752'))),
    'badInput',
    /186632642904026750 contracts/,
  ),
  fault('quantity with a fraction', trades(set(F64_B, 2.5)), 'badInput', /of 2\.5 contracts/),
  fault('quantity NaN', trades(set(F64_B, Number.NaN)), 'badInput', /of NaN contracts/),
  fault(
    'price and quantity exchanged',
    trades(move([F64_A, F64_B], [F64_B, F64_A])),
    'badInput',
    /a trade of 5[\d.]+ contracts/,
  ),
  fault(
    'fields shifted by one',
    trades(move([F64_B, F64_A], [F64_C, F64_B], [F64_D, F64_C])),
    'badInput',
    /a trade at/,
  ),
  fault('exchange time NaN', trades(set(F64_EXCHANGE, Number.NaN)), 'badInput', /exchange time NaN/),
  fault('zone three hours back', trades(set(F64_EXCHANGE, (t) => t - 3 * HOUR_US)), 'badInput', /wrong time/, 3),
  fault('zone three hours ahead', trades(set(F64_EXCHANGE, (t) => t + 3 * HOUR_US)), 'badInput', /wrong time/, 3),
  fault('times in milliseconds', trades(set(F64_EXCHANGE, (t) => t / 1000)), 'badInput', /wrong time/, 3),
  fault('exchange time stands still', trades(set(F64_EXCHANGE, FROM_US)), 'badInput', /time stands still/, 2),
  fault(
    'our clock jumps an hour',
    set(F64_RECEIVED, (t) => t + HOUR_US),
    'badInput',
    /wrong time/,
    64,
  ),
  fault(
    'our clock goes back a minute',
    set(F64_RECEIVED, (t) => t - MINUTE),
    'badInput',
    /clock went back by 60 s|59\./,
    0,
  ),
  fault(
    'half of the trades lost',
    trades(({ n }) => (n % 2 === 0 ? 'drop' : undefined)),
    'badInput',
    /numbers skip/,
    3,
  ),
  fault(
    'every trade twice',
    trades(() => 'twice'),
    'badInput',
    /trade numbers skip, repeat/,
    3,
  ),
  fault('trades without numbers', trades(set(F64_C, 0)), 'badInput', /trade numbers .* gone/, 3),
  fault('price constant', trades(set(F64_A, 5500)), 'badInput', /at one price|more than|outside of the best/, 60),
  fault('only buyers', trades(withFlags(3, 1)), 'badInput', /by one side.*orderFlowImbalance_5, prints/, 60),
  fault('no aggressors', trades(withFlags(3)), 'badInput', /without an aggressor.*orderFlowImbalance_5, prints/, 15),
  fault('no brokers', trades(agents(-1, -1)), 'badInput', /without brokers.*brokers/, 15),
  fault('brokers of a stale table', trades(agents(8, 9)), 'badInput', /between the same brokers.*brokers/, 60),
  fault(
    'trades lost for minutes',
    trades(() => 'drop'),
    'staleInput',
    /no trade for .*return_1/,
    12,
  ),
  fault(
    'no trades, and none lost',
    trades(() => 'drop'),
    'staleInput',
    /no trade for .*return_1/,
    12,
    true,
    true,
  ),

  fault('best bid NaN', quotes(set(F64_A, Number.NaN)), 'badInput', /best price of NaN .*read by best/),
  fault('best ask 0', quotes(set(F64_B, 0)), 'badInput', /best price of 0 .*best/),
  fault('best prices in hundredths', quotes(both(set(F64_A, 55e4), set(F64_B, 55e4))), 'badInput', /price of 5500/),
  fault('sizes negative', quotes(set(F64_C, -1)), 'badInput', /-1 contracts at a best price/),
  fault('sizes constant', quotes(both(set(F64_C, 7), set(F64_D, 9))), 'badInput', /sizes never/, 10),
  fault('bid and ask exchanged', quotes(move([F64_A, F64_B], [F64_B, F64_A])), 'badInput', /bid above best ask/, 2),
  fault('bid equal to ask', quotes(move([F64_A, F64_B])), 'badInput', /bid at the best ask|quoted ones/, 3),
  fault(
    'no quotes',
    quotes(() => 'drop'),
    'staleInput',
    /no quote for .*read by best/,
    8,
    true,
  ),
  fault('quotes at one price', quotes(both(set(F64_A, 5500), set(F64_B, 5500.5))), 'badInput', /best prices/, 5),
  fault(
    'book stops',
    levels(() => 'drop'),
    'badInput',
    /the book's best prices are not the quoted ones.*depth/,
    4,
  ),
  fault('levels between two ticks', levels(set(F64_A, (now) => now + 0.2)), 'badInput', /level at the price.*depth/),
  fault('level price NaN', levels(set(F64_A, Number.NaN)), 'badInput', /level at the price NaN.*depth/),
  fault('level size NaN', levels(set(F64_B, Number.NaN)), 'badInput', /level of NaN contracts.*depth/),
  fault('level size negative', levels(set(F64_B, -3)), 'badInput', /level of -3 contracts.*depth/),
  fault(
    'deletions of levels lost',
    levels(({ batch, f }) => (batch.f64[f + F64_B] === 0 ? 'drop' : undefined)),
    'badInput',
    /the book's best.*depth/,
    10,
  ),
  fault('the book is cleared', levels(withFlags(0, BOOK_CLEAR)), 'badInput', /the book's best.*depth/, 10),
  // changes of the book were lost with the rest
  fault('no market at all', (r) => (isMarket(r) ? 'drop' : undefined), 'staleData', /no market event for/, 3),
  fault(
    'no clock',
    ({ kind }) => (kind === Kind.clockTick ? 'drop' : undefined),
    'staleInput',
    /no clock tick/,
    5,
    true,
  ),
];

let home = '';
let plan: RunPlan;

beforeAll(async () => {
  home = temporaryFolder('input-faults');
  await storeDays(home, 11, 2);
  const strategy = testStrategy(holds, { features, decideEverySeconds: 5, warmupCandles: 60 });
  plan = await planRun({ code: codeFromSource(strategy) });
});
afterAll(async () => plan.model?.predictor.close());

interface Told {
  readonly decisions: readonly DecisionRecord[];
  readonly alerts: readonly string[];
  readonly firstUs: number | undefined;
}

async function run(
  corrupt: Corrupt,
  untilUs: number,
  endUs: number,
  { epochUs, isLull = false }: { readonly epochUs?: number; readonly isLull?: boolean } = {},
): Promise<Told> {
  const decisions: DecisionRecord[] = [];
  const alerts: string[] = [];
  let tapped: TappedExchange | undefined;
  const wrap = (exchange: Exchange): Exchange => {
    const epoch = epochUs === undefined ? {} : { epochUs };
    let number = 0;
    const dress = ({ batch, kind, f, i }: TappedRecord): undefined => {
      if (kind !== Kind.trade) return;
      number += 1;
      // the store keeps no brokers
      if (batch.i32[i + I32_G] === 0)
        agents(3 + ((number * 7) % 41), 3 + ((number * 5) % 37))({ batch, i } as TappedRecord);
      if (isLull) batch.f64[f + F64_C] = number;
    };
    tapped = new TappedExchange(exchange, { fromUs: FROM_US, untilUs, endUs, corrupt, dress, ...epoch });
    return tapped;
  };
  const nothing = (): void => {};
  const observer = {
    onEvent: nothing,
    onCommand: nothing,
    onDecision: (record: DecisionRecord): void => void decisions.push(record),
    onAlert: (_: number, __: string, code: string, text: string): void => void alerts.push(`${code}: ${text}`),
  };
  await runDay(home, plan, { mode: 'paper', from: SESSION, to: SESSION, record: false, wrap, observer });
  return { decisions, alerts, firstUs: tapped!.firstUs };
}

const words = ({ outcome }: DecisionRecord): string =>
  `${outcome.kind === 'hold' ? outcome.code : outcome.kind}: ${outcome.reason}`;

it('a session without faults decides all the time and tells nobody of any', async () => {
  const { decisions, alerts } = await run(() => undefined, FROM_US, OPEN_US + 180 * MINUTE);
  const asked = decisions.filter(({ timeUs }) => timeUs > OPEN_US + 6 * MINUTE);
  expect(asked.length).toBeGreaterThan(2000);
  expect(new Set(asked.map(words))).toEqual(new Set(['strategyHold: as always']));
  expect(alerts).toEqual([]);
});

describe('a fault of an input', () => {
  it('is one of at least thirty kinds', () => expect(FAULTS.length).toBeGreaterThanOrEqual(30));

  it.each(FAULTS.map((each) => [each.name, each] as const))('%s: is a HOLD that says so', async (_, each) => {
    const seenBy = Math.max(1, each.within);
    const untilUs = FROM_US + (seenBy + 3) * MINUTE;
    const endUs = untilUs + 8 * MINUTE;
    const { decisions, firstUs, alerts } = await run(each.corrupt, untilUs, endUs, each);
    expect(firstUs).toBeDefined();
    const after = decisions.slice(decisions.findLastIndex(({ timeUs }) => timeUs <= firstUs!) + 1);
    const seen = after.findIndex(({ outcome }) => outcome.kind === 'hold' && outcome.code === each.code);
    expect(seen, after.slice(0, 3).map(words).join('\n')).toBeGreaterThanOrEqual(0);
    if (each.within === 0) expect(seen).toBe(0);
    expect(after[seen]!.timeUs - firstUs!).toBeLessThanOrEqual(seenBy * MINUTE + 65 * 1e6);
    expect(words(after[seen]!)).toMatch(each.reason);
    const during = after.slice(seen).filter(({ timeUs }) => timeUs < untilUs);
    expect(during.filter(({ outcome }) => outcome.kind !== 'hold' || outcome.code === 'strategyHold')).toEqual([]);
    const last = words(decisions.at(-1)!);
    if (each.recovers) expect(last).toBe('strategyHold: as always');
    else expect(last).toMatch(/^badInput: /);
    expect(alerts.filter((text) => /^(badInput|staleInput)/.test(text)).length).toBeLessThanOrEqual(8);
  });
});

describe('a fault that lasts', () => {
  it('ends with the next epoch, which rebuilds the day', async () => {
    const epochUs = FROM_US + 10 * MINUTE;
    const corrupt = trades(set(F64_A, Number.NaN));
    const { decisions } = await run(corrupt, FROM_US + MINUTE, epochUs + 30 * MINUTE, { epochUs });
    const before = decisions.filter(({ timeUs }) => timeUs > FROM_US + 5e6 && timeUs < epochUs);
    expect(new Set(before.map(({ outcome }) => outcome.kind === 'hold' && outcome.code))).toEqual(
      new Set(['badInput']),
    );
    expect(words(decisions.at(-1)!)).toBe('strategyHold: as always');
  });
});
