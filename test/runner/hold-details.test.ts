// Which features and faults stood behind the HOLD reasons of a run.
import { expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { HoldCode } from '../../src/core/signal/hold-code.ts';
import { HoldDetailsCounter, mostFrequent } from '../../src/runner/hold-details.ts';

function held(code: HoldCode, reason: string, features: Readonly<Record<string, number | null>> = {}): DecisionRecord {
  return { outcome: { kind: 'hold', code, reason }, inputs: { features } } as unknown as DecisionRecord;
}

it('counts every feature that was not ready, and names those that never were', () => {
  const counter = new HoldDetailsCounter();
  expect(counter.neverReady).toEqual([]);
  counter.add(held('warmingUp', '3 of 50 candles', { a: null, b: null, c: null }));
  counter.add(held('featureNotReady', 'a', { a: null, b: null, c: 1 }));
  counter.add(held('featureNotReady', 'b', { a: 0, b: null, c: null }));
  counter.add(held('missingInput', 'b', { a: 0, b: null, c: 2 }));
  expect(counter.counts).toEqual({ featureNotReady: { a: 1, b: 2, c: 1 }, missingInput: { b: 1 } });
  expect(counter.neverReady).toEqual(['b']);
});

it('puts faults together whatever their figures are', () => {
  const counter = new HoldDetailsCounter();
  counter.add(held('staleInput', 'WDOU25: best bid above best ask for 3.2 s; at most 1 s; read by spread, mid'));
  counter.add(held('staleInput', 'WDOU25: best bid above best ask for 14 s; at most 1 s; read by spread, mid'));
  counter.add(
    held('badInput', 'WDOU25: a trade at the price NaN (10:31:07); read by rsi_14; until the day is rebuilt'),
  );
  counter.add(held('badInput', 'WDOU25: a trade at the price -1 (10:31:09); read by rsi_14; until the day is rebuilt'));
  expect(counter.counts).toEqual({
    staleInput: { 'WDOU25: best bid above best ask for … s; at most … s': 2 },
    badInput: { 'WDOU25: a trade at the price …': 2 },
  });
});

it('tells the most frequent first', () => {
  expect(mostFrequent({ x: { a: 1, b: 3, c: 2, d: 2 } }, 3)).toEqual({ x: { b: 3, c: 2, d: 2 } });
  expect(Object.keys(mostFrequent({ x: { a: 1, b: 3, c: 2, d: 2 } }, 3).x!)).toEqual(['b', 'c', 'd']);
});
