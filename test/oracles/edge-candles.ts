// Takes the name of an edge case; gives its candles as a CSV text, made from a seed: the inputs that are committed.

import { random } from '../core/features/candles.ts';

export const EDGE_CASES = ['flat', 'gaps', 'zero-volume', 'one-price'] as const;
export type EdgeCase = (typeof EDGE_CASES)[number];

const CANDLES = 54;
const PER_SESSION = 18;

/** What the rule of a case changes at candle `t` of a random walk. */
interface Change {
  /** Points that the open lies from the close before. */
  readonly jump?: number;
  readonly isStill?: boolean;
  readonly isWithoutVolume?: boolean;
}

/** Jumps of whole points at each start of a session, and one in the middle of the second. */
const JUMPS: Readonly<Record<number, number>> = { 18: 180, 27: -75, 36: -400 };

const RULES: Readonly<Record<EdgeCase, (t: number) => Change>> = {
  flat: (t) => ({ isStill: t >= 18 && t < 36 }),
  gaps: (t) => ({ jump: JUMPS[t] ?? 0 }),
  'zero-volume': (t) => ({ isWithoutVolume: t === 0 || t === 10 || (t >= 20 && t < 36) }),
  'one-price': () => ({ isStill: true }),
};

/** Columns session, open, high, low, close, volume; 54 candles in three sessions on the grid of 0.5 points. */
export function edgeCandles(name: EdgeCase): string {
  const next = random(EDGE_CASES.indexOf(name) + 1);
  const ticks = (width: number) => Math.round((next() + next() - 1) * width) / 2;
  let close = 5400;
  const lines = ['session,open,high,low,close,volume'];
  for (let t = 0; t < CANDLES; t++) {
    const { jump = 0, isStill = false, isWithoutVolume = false } = RULES[name](t);
    const open = isStill ? close : close + jump + ticks(2);
    close = isStill ? open : open + ticks(10);
    const high = Math.max(open, close) + (isStill ? 0 : Math.round(next() * 4) / 2);
    const low = Math.min(open, close) - (isStill ? 0 : Math.round(next() * 4) / 2);
    const volume = 1 + Math.floor(next() * 1800);
    const session = `2025-09-0${1 + Math.floor(t / PER_SESSION)}`;
    lines.push([session, open, high, low, close, isWithoutVolume ? 0 : volume].join(','));
  }
  return `${lines.join('\n')}\n`;
}
