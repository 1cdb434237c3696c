// Sessions and a regime detector in; the regime of every candle, as trading would have seen it, out.

import { assert } from '../../core/assert.ts';
import type { RegimeKind } from '../../core/regime/regime.ts';
import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import type { CandleColumns, RegimeSpan } from '../report/session-result.ts';
import type { RegimeDay } from './regime-day.ts';

/** One session among the rows: from inclusive to exclusive. */
export interface RunDay {
  readonly day: string;
  readonly contract: string;
  readonly from: number;
  readonly to: number;
}

/** Columns of equal length, a row for each candle; what is not known is NaN. */
export interface RegimeRun {
  readonly detector: { readonly id: string; readonly parameters: Readonly<Record<string, number>> };
  readonly days: readonly RunDay[];
  readonly candles: CandleColumns;
  readonly kinds: readonly RegimeKind[];
  readonly confidence: Float64Array;
  readonly strength: Float64Array;
}

/** Each session begins with a fresh detector and as many of its earlier candles as the detector needs to settle, where they are there. */
export function regimeRun(days: Iterable<RegimeDay>, spec: RegimeDetectorSpec): RegimeRun {
  const rows: { timeUs: number; open: number; high: number; low: number; close: number; volume: number }[] = [];
  const kinds: RegimeKind[] = [];
  const confidence: number[] = [];
  const strength: number[] = [];
  const ran: RunDay[] = [];
  for (const { day, contract, candles, before } of days) {
    assert((ran.at(-1)?.day ?? '') < day, `session ${day} comes after ${ran.at(-1)?.day}`);
    const detector = spec.create();
    for (const candle of before.slice(-detector.settled)) detector.update(candle);
    const from = rows.length;
    for (const candle of candles) {
      detector.update(candle);
      const { open, high, low, close, volume } = candle;
      rows.push({ timeUs: candle.closeTimeUs, open, high, low, close, volume });
      kinds.push(detector.regime.kind);
      confidence.push(detector.regime.confidence);
      strength.push(detector.regime.strength ?? Number.NaN);
    }
    ran.push({ day, contract, from, to: rows.length });
  }
  const column = (of: keyof (typeof rows)[number]): Float64Array => Float64Array.from(rows, (row) => row[of]);
  return {
    detector: { id: spec.id, parameters: spec.parameters },
    days: ran,
    candles: {
      ...{ timeUs: column('timeUs'), open: column('open'), high: column('high') },
      ...{ low: column('low'), close: column('close'), volume: column('volume') },
    },
    kinds,
    confidence: Float64Array.from(confidence),
    strength: Float64Array.from(strength),
  };
}

/** Stretches of one regime: from the close that showed it to the close that showed another, or the last of its session. */
export function regimeSpans({ days, candles: { timeUs }, kinds }: RegimeRun): readonly RegimeSpan[] {
  const spans: RegimeSpan[] = [];
  for (const { from, to } of days) {
    let start = from;
    for (let row = from + 1; row <= to; row++) {
      if (row < to && kinds[row] === kinds[start]) continue;
      const end = Math.min(row, to - 1);
      if (end > start) spans.push({ fromUs: timeUs[start]!, toUs: timeUs[end]!, kind: kinds[start]! });
      start = row;
    }
  }
  return spans;
}
