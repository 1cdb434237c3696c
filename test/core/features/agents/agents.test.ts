// The features of brokers against a slow reference of Maps, on random tapes and on the most traded option of real days; their rules.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TapeTrade } from '../../../../src/core/candles/tape-trade.ts';
import { MOST_AGENTS } from '../../../../src/core/features/agents/agent-window.ts';
import { agentsDefaults } from '../../../../src/core/features/agents/defaults.ts';
import * as agents from '../../../../src/core/features/agents/index.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { sessionOn } from '../candles.ts';
import { candleOf, MINUTE_US, randomTape, runTape, type TapeStep } from '../flow/tape-steps.ts';
import { slowAgents, type Values } from './slow-agents.ts';

const byId = new Map(agentsDefaults.map((spec) => [spec.meta.id, spec]));
const tapes = [
  randomTape(1),
  randomTape(5, { trades: 150, minutes: 70 }),
  randomTape(6, { unknown: 0.0005, sessions: 6 }),
];

function expectClose(actual: Values, expected: Values): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, t) => {
    if (value === undefined || actual[t] === undefined) expect([t, actual[t]]).toEqual([t, value]);
    else expect(Math.abs(actual[t] - value), `candle ${t}`).toBeLessThanOrEqual(1e-12);
  });
}

/** The steps with the trades of one candle replaced by others of the same volume. */
function replaced(steps: readonly TapeStep[], at: number, change: (trades: readonly TapeTrade[]) => TapeTrade[]) {
  return steps.map((step, t) => (t === at ? { ...step, trades: change(step.trades) } : step));
}

const readyOf = (spec: FeatureSpec, steps: readonly TapeStep[]) =>
  runTape(spec.create(), steps).map((value) => value !== undefined);

const DAYS = ['20151126', '20160622'];
const FILES = DAYS.map((day) => `b3-neg-options/NEG_OPCOES_${day}.TXT.gz`);

/** Minutes of the most traded symbol of the file, without the trades that were cancelled. */
function optionMinutes(path: string): TapeStep[] {
  const rows = gunzipSync(readFileSync(path)).toString('latin1').split('\n').slice(1, -2);
  const bySymbol = Map.groupBy(
    rows.map((row) => row.split(';').map((field) => field.trim())),
    (row) => row[1]!,
  );
  const [most] = [...bySymbol.values()].sort((a, b) => b.length - a.length);
  const [year, month, day] = most![0]![0]!.split('-').map(Number) as [number, number, number];
  const session = { ...sessionOn(1), openUs: localToUtcUs(year, month, day, 10) };
  const trades = most!
    .filter((row) => row[6] === '1')
    .map((row): TapeTrade => {
      const [hour, minute, second] = row[5]!.split(':').map(Number) as [number, number, number];
      const timeUs = localToUtcUs(year, month, day, hour, minute) + Math.round(second * 1000) * 1000;
      const aggressor = row[10] === row[14] ? 0 : row[10] === '1' ? 1 : 2;
      const [price, quantity, buyAgent, sellAgent] = [row[3], row[4], row[16], row[17]].map(Number) as [
        number,
        number,
        number,
        number,
      ];
      return { timeUs, price, quantity, aggressor, condition: row[15] === '1' ? 2 : 0, buyAgent, sellAgent };
    });
  return [...Map.groupBy(trades, ({ timeUs }) => timeUs - (timeUs % MINUTE_US))].map(([start, told], index) => {
    return { session, trades: told, candle: candleOf(told, start, start + MINUTE_US, index === 0) };
  });
}

describe('the features of brokers', () => {
  it.each(tapes.flatMap((steps, tape) => [...byId.keys()].map((id) => [id, tape, steps] as const)))(
    '%s equals a slow reference on random tape %s',
    (id, _tape, steps) => {
      const expected = slowAgents(steps, 20).get(id)!;
      expectClose(runTape(byId.get(id)!.create(), steps), expected);
      expect(expected.filter((value) => value !== undefined).length).toBeGreaterThan(40);
    },
  );

  it('equal it with other windows', () => {
    const expected = slowAgents(tapes[0]!, 7);
    const specs = new Map<string, FeatureSpec>([
      ['agentTurnover', agents.agentTurnover({ candles: 7 })],
      ['topAgentNet_3', agents.topAgentNet({ agents: 3, candles: 7 })],
      ['topBuyerChanged', agents.topBuyerChanged({ candles: 7 })],
      ['agentPersistence_7', agents.agentPersistence({ candles: 7 })],
      ['bankFlow', agents.bankFlow({ candles: 7 })],
    ]);
    for (const [id, spec] of specs) expectClose(runTape(spec.create(), tapes[0]!), expected.get(id)!);
  });

  it('are in a set what they are alone, with one window for all', () => {
    const set = new FeatureSet(Object.fromEntries(byId));
    const alone = [...byId.values()].map((spec) => runTape(spec.create(), tapes[1]!));
    tapes[1]!.forEach(({ session, trades, candle }, t) => {
      for (const trade of trades) set.onTrade(trade, session);
      set.update(candle, session);
      expect(set.ids.map((_, column) => set.at(column))).toEqual(alone.map((values) => values[t]));
    });
  });

  it('have their first value of a session at the warm-up candle', () => {
    const starts = tapes[0]!.flatMap(({ candle }, t) => (candle.firstOfSession ? [t] : []));
    for (const spec of byId.values()) {
      const ready = readyOf(spec, tapes[0]!);
      for (const start of starts) {
        const { warmup } = spec.meta;
        expect(ready.slice(start, start + warmup)).toEqual([...Array.from({ length: warmup - 1 }, () => false), true]);
      }
    }
  });

  it('do not know the candle at which they stand', () => {
    const at = 50;
    for (const spec of byId.values()) {
      const other = replaced(tapes[0]!, at, (trades) => trades.map((trade) => ({ ...trade, buyAgent: 999 })));
      const [values, changed] = [runTape(spec.create(), tapes[0]!), runTape(spec.create(), other)];
      expect(changed.slice(0, at + 1)).toEqual(values.slice(0, at + 1));
    }
  });

  it('begin anew after a candle from bars, with a hole in the tape, or with too many trades without a broker', () => {
    const at = 25;
    const steps = tapes[1]!;
    const unknown = (most: number) => (trades: readonly TapeTrade[]) =>
      trades.map((trade, k) => (k < most ? { ...trade, sellAgent: 0 } : trade));
    const allowed = Math.floor(steps[at]!.trades.length * 0.01);
    expect(steps[at]!.trades.length).toBeGreaterThan(20);
    for (const change of [() => [], (trades: readonly TapeTrade[]) => trades.slice(1), unknown(allowed + 1)]) {
      const ready = readyOf(agents.agentTurnover(), replaced(steps, at, change));
      expect([ready[at], ready[at + 1], ready[at + 20], ready[at + 21]]).toEqual([true, false, false, true]);
    }
    expect(readyOf(agents.agentTurnover(), replaced(steps, at, unknown(allowed)))).toEqual(
      readyOf(agents.agentTurnover(), steps),
    );
  });

  it('treat brokers beyond their room as unknown, and have room again in the next session', () => {
    const many = tapes[0]!.map((step, t) => {
      const trades = step.trades.map((trade, k) => ({ ...trade, buyAgent: 10_000 + t * 40 + k }));
      return { ...step, trades };
    });
    const session = tapes[0]!.findIndex(({ candle }, t) => t > 0 && candle.firstOfSession);
    const ready = readyOf(agents.agentTurnover(), many);
    expect(many.slice(0, session).flatMap(({ trades }) => trades).length).toBeGreaterThan(MOST_AGENTS);
    expect([ready[20], ready[session - 1], ready[session + 20]]).toEqual([true, false, true]);
  });
});

describe('what the features of brokers say of themselves', () => {
  it('tells each from the others, and where it comes from', () => {
    const formulas = agentsDefaults.map(({ meta }) => meta.formula);
    expect(new Set(formulas).size).toBe(formulas.length);
    for (const { meta } of agentsDefaults) expect(meta.source).toMatch(/^own definition|\b(19|20)\d\d\b/);
  });
});

describe('the table of brokers', () => {
  const list = agents.b3Brokers;

  it('is part of id and parameters where it is another one', () => {
    const own: agents.Broker[] = [{ code: 3, name: 'XP', group: 'bank' }];
    const [usual, other] = [agents.retailFlow(), agents.retailFlow({ brokers: own })];
    expect(usual.meta.id).toBe('retailFlow');
    expect(other.meta.id).toBe(`retailFlow(brokers=${other.meta.parameters.brokers})`);
    expect(other.meta.parameters.brokers).not.toBe(usual.meta.parameters.brokers);
    expect(agents.bankFlow({ brokers: own, candles: 5 }).meta.id).toMatch(/^bankFlow\(n=5,brokers=\d+\)$/);
  });

  it('is told apart by codes and groups, not by names or order', () => {
    const checksum = (brokers: readonly agents.Broker[]) => agents.retailFlow({ brokers }).meta.parameters.brokers;
    expect(checksum([...list].reverse().map((broker) => ({ ...broker, name: '' })))).toBe(checksum(list));
    expect(checksum(list.slice(1))).not.toBe(checksum(list));
    expect(checksum(list.map((broker, k) => (k === 0 ? { ...broker, group: 'other' as const } : broker)))).not.toBe(
      checksum(list),
    );
  });

  it('has each code once', () => {
    const broker = list[0]!;
    expect(() => agents.retailFlow({ brokers: [broker, broker] })).toThrow(RangeError);
    expect(() => agents.retailFlow({ brokers: [{ ...broker, code: 0 }] })).toThrow(/whole number from 1/);
  });

  it('gives no value where none of its group trades, and counts those that do', () => {
    const nobody: agents.Broker[] = [{ code: 77_777, name: 'nobody', group: 'retail' }];
    expect(readyOf(agents.retailFlow({ brokers: nobody }), tapes[0]!)).not.toContain(true);
    const all = [
      ...new Set(tapes[0]!.flatMap(({ trades }) => trades.flatMap(({ buyAgent, sellAgent }) => [buyAgent, sellAgent]))),
    ];
    const everybody = all.map((code) => ({ code, name: '', group: 'retail' as const }));
    const values = runTape(agents.retailFlow({ brokers: everybody }).create(), tapes[0]!);
    expect(new Set(values)).toEqual(new Set([undefined, 0]));
  });
});

describe('parameters of the features of brokers', () => {
  it('are refused by name where they cannot be', () => {
    expect(() => agents.agentTurnover({ candles: 241 })).toThrow('agentTurnover: candles must be at most 240, not 241');
    expect(() => agents.topAgentNet({ agents: 11 })).toThrow('topAgentNet: agents must be at most 10, not 11');
    expect(() => agents.agentPersistence({ candles: 2 })).toThrow(/agentPersistence: candles/);
  });
});

describeWithRealData('the features of brokers on real options', FILES, (...paths) => {
  it.each(DAYS.map((day, k) => [day, paths[k]!] as const))('of %s equal the slow reference', (_day, path) => {
    const steps = optionMinutes(path);
    expect(steps.length).toBeGreaterThan(100);
    const expected = slowAgents(steps, 20);
    for (const [id, spec] of byId) {
      const values = runTape(spec.create(), steps);
      expectClose(values, expected.get(id)!);
      const { range } = spec.meta;
      for (const value of values) {
        if (value !== undefined) expect(value >= range![0] && value <= range![1]).toBe(true);
      }
      expect(values.filter((value) => value !== undefined).length).toBeGreaterThan(50);
    }
  });
});
