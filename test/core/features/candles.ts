// Seeded random candles over several sessions, and the real WDO minutes, as the tests of features and regime take them.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { emptyCandle, type MutableCandle } from '../../../src/core/candles/candle.ts';
import type { SessionContext } from '../../../src/core/features/session-context.ts';
import { isoDay, localToUtcUs } from '../../../src/core/market/civil-time.ts';

const MINUTE_US = 60_000_000;

export interface Step {
  readonly candle: MutableCandle;
  readonly session: SessionContext;
}

/** Uniform numbers in 0..1 from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The n-th session after 2025-09-01 (Monday), without weekends: only the candles matter here. */
export function sessionOn(n: number): SessionContext {
  const openUs = localToUtcUs(2025, 9, 1, 9) + (n - 1) * 24 * 60 * MINUTE_US;
  return {
    day: isoDay(openUs),
    dayOfWeek: ((n - 1) % 7) + 1,
    openUs,
    closeUs: openUs + 570 * MINUTE_US,
    daysToRoll: 30 - (n % 30),
    tick: 0.5,
  };
}

/** Minutes with trades and flow on the 0.5 grid; a new session, with a jump of the price, each `perSession` candles. */
export function randomCandles(count: number, seed: number, perSession = 90): Step[] {
  const next = random(seed);
  let price = 5400;
  const steps: Step[] = [];
  let session = sessionOn(1);
  for (let i = 0; i < count; i++) {
    const inSession = i % perSession;
    if (inSession === 0) {
      session = sessionOn(1 + Math.floor(i / perSession));
      if (i > 0) price += Math.round((next() - 0.5) * 100) / 2;
    }
    const tick = () => Math.round((next() + next() + next() - 1.5) * 8) / 2;
    const open = price + tick() / 4 - ((price + tick() / 4) % 0.5);
    const close = open + tick();
    const high = Math.max(open, close) + Math.round(next() * 4) / 2;
    const low = Math.min(open, close) - Math.round(next() * 4) / 2;
    price = close;
    const buyVolume = 1 + Math.floor(next() * 900);
    const sellVolume = 1 + Math.floor(next() * 900);
    const rlpVolume = Math.floor(next() * 200);
    const buyTrades = 1 + Math.floor(next() * buyVolume * 0.5);
    const sellTrades = 1 + Math.floor(next() * sellVolume * 0.5);
    const openTimeUs = session.openUs + inSession * MINUTE_US;
    steps.push({
      session,
      candle: {
        ...emptyCandle(),
        openTimeUs,
        closeTimeUs: openTimeUs + MINUTE_US,
        open,
        high,
        low,
        close,
        volume: buyVolume + sellVolume + rlpVolume,
        trades: buyTrades + sellTrades + 3,
        hasTrades: true,
        buyVolume,
        sellVolume,
        buyTrades,
        sellTrades,
        rlpVolume,
        hasFlow: true,
        firstOfSession: inSession === 0,
      },
    });
  }
  return steps;
}

/** The first `count` minutes of one contract from the real file: bars, so without trades and flow. */
export function realCandles(path: string, contract: string, count: number): Step[] {
  const steps: Step[] = [];
  let session = sessionOn(1);
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    const [time = '', of, open, high, low, close, contracts] = line.split(',');
    if (of !== contract) continue;
    if (steps.length === count) break;
    const [year, month, day, hour, minute] = time.split(/[-: ]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const openTimeUs = localToUtcUs(year, month, day, hour, minute);
    const firstOfSession = steps.length === 0 || session.day !== time.slice(0, 10);
    if (firstOfSession) {
      const openUs = localToUtcUs(year, month, day, 9);
      session = { ...sessionOn(1), day: time.slice(0, 10), openUs, closeUs: openUs + 570 * MINUTE_US };
    }
    const candle = {
      ...emptyCandle(),
      openTimeUs,
      closeTimeUs: openTimeUs + MINUTE_US,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(contracts),
      firstOfSession,
    };
    steps.push({ session, candle });
  }
  return steps;
}

export const REAL_FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
