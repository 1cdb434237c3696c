// What closes a candle: a span of time, a volume or a number of trades; read from texts such as 1m, 500v, 200t.

export type CandleInterval =
  | { readonly kind: 'time'; readonly us: number }
  | { readonly kind: 'volume'; readonly contracts: number }
  | { readonly kind: 'trades'; readonly trades: number };

const TWELVE_HOURS_US = 43_200_000_000;
const US: Readonly<Record<string, number>> = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };

/** Parses 1s, 5m, 1h (time), 500v (contracts), 200t (trades); undefined when the text is none of them. */
export function parseCandleInterval(text: string): CandleInterval | undefined {
  const match = /^([1-9]\d{0,8})([smhvt])$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const unit = match[2]!;
  if (unit === 'v') return { kind: 'volume', contracts: count };
  if (unit === 't') return { kind: 'trades', trades: count };
  const us = count * US[unit]!;
  // a candle never spans two sessions, and boundaries fall on the same clock times every day
  return us <= TWELVE_HOURS_US ? { kind: 'time', us } : undefined;
}
