// The request of a script and the fields that there are in; nothing out, or a UserError that names the field which cannot be.

import { UserError } from '../../adapters/user-error.ts';
import { type CandleInterval, parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { nearestIds } from '../../core/features/nearest-ids.ts';
import { WARMUPS_ACROSS_ROLL, type WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';

interface CheckedFields {
  readonly warmupCandles?: number | undefined;
  readonly warmupAcrossRoll?: WarmupAcrossRoll | undefined;
  readonly threads?: number | undefined;
}

/** `bad-option` for a field that is none of `known`, and for numbers that are not whole: nobody else would notice either. */
export function checkRequest(request: CheckedFields, known: readonly string[]): void {
  for (const field of Object.keys(request)) {
    if (known.includes(field)) continue;
    const near = nearestIds(field, known, 1)[0];
    const fix = near === undefined ? `There are ${known.join(', ')}` : `Did you mean ${near}?`;
    throw new UserError({ code: 'bad-option', message: `There is no option ${field}`, field, fix });
  }
  checkWhole('warmupCandles', request.warmupCandles, 0);
  checkWhole('threads', request.threads, 1);
  const { warmupAcrossRoll: across } = request;
  if (across === undefined || WARMUPS_ACROSS_ROLL.includes(across)) return;
  throw new UserError({
    code: 'bad-option',
    message: `warmupAcrossRoll is ${JSON.stringify(across)}`,
    field: 'warmupAcrossRoll',
    fix: `Use one of: ${WARMUPS_ACROSS_ROLL.join(', ')}`,
  });
}

function checkWhole(field: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new UserError({
    code: 'bad-option',
    message: `${field} must be a whole number from ${least}, is ${String(value)}`,
    field,
    fix: `Write a whole number from ${least}, or leave it out`,
  });
}

/** `bad-option` for a text that is no interval. */
export function candleIntervalOf(text: string): CandleInterval {
  const interval = parseCandleInterval(text);
  if (interval !== undefined) return interval;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no candle interval`,
    field: 'candle',
    fix: 'Write 1s, 1m, 5m, 1h for time, 500v for contracts or 200t for trades',
  });
}
