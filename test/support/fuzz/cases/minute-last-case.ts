// The JSON of last prices, one minute a line: good lines, and what the text says, read the plain way.

import { importMinuteLast } from '../../../../src/adapters/datasets/formats/minute-last.ts';
import type { LineCase, ReadRow, WholeVerdict } from '../line-case.ts';
import { saoPauloUs, yearFirstDay } from '../naive-fields.ts';

const DAY = yearFirstDay('2019-12-20')!;
const US_PER_SECOND = 1_000_000;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 40;

/** A number as it is written; other values are none. */
class Written {
  readonly value: number;

  constructor(source: string) {
    this.value = NUMBER.test(source) && source.length <= LONGEST_NUMBER ? Number(source) : Number.NaN;
  }
}

type Json = Readonly<Record<string, unknown>>;

/** Undefined for what is no JSON of the shape, or names something twice. */
function readWhole(text: string): WholeVerdict | undefined {
  const json = Buffer.from(text, 'latin1');
  let keys = 0;
  try {
    const whole = new TextDecoder('utf-8', { fatal: true }).decode(json);
    const parsed: Json = JSON.parse(
      whole,
      function (this: unknown, key, value, context?: { readonly source?: string }) {
        if (key !== '' && !Array.isArray(this)) keys++;
        return typeof value === 'number' ? new Written(context?.source ?? '') : value;
      },
    );
    const named = whole.match(/"(?:[^"\\]|\\.)*"\s*:?/g)!.filter((token) => token.endsWith(':')).length;
    return named === keys ? rowsOf(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function rowsOf(parsed: Json): WholeVerdict | undefined {
  const rows: ReadRow[] = [];
  let wrong = 0;
  for (const [symbol, instrument] of Object.entries(parsed) as [string, { readonly prices: Json }][]) {
    for (const [hour, minutes] of Object.entries(instrument.prices) as [string, Json][]) {
      for (const [minute, values] of Object.entries(minutes) as [string, Json][]) {
        if (!isBelow(hour, 24) || !isBelow(minute, 60)) return undefined;
        if (Object.keys(values).sort().join() !== 'last_price_seconds,price') return undefined;
        const price = values.price instanceof Written ? values.price.value : Number.NaN;
        const us = secondsUs(values.last_price_seconds);
        const time = (Number(hour) * 60 + Number(minute)) * 60 * US_PER_SECOND;
        if (!Number.isFinite(price) || us === undefined) wrong++;
        else
          rows.push({
            part: `${symbol} lasts`,
            day: DAY,
            values: { time_us: saoPauloUs(DAY, time + us), price: price + 0 },
          });
      }
    }
  }
  return { rows, wrong };
}

function isBelow(key: string, limit: number): boolean {
  return /^(0|[1-9]\d?)$/.test(key) && Number(key) < limit;
}

/** To the microsecond. */
function secondsUs(seconds: unknown): number | undefined {
  if (!(seconds instanceof Written)) return undefined;
  const us = Math.round(seconds.value * US_PER_SECOND);
  return us / US_PER_SECOND === seconds.value && us >= 0 && us < 60 * US_PER_SECOND ? us + 0 : undefined;
}

export const MINUTE_LAST_CASE: LineCase = {
  name: 'minute-last',
  format: 'minute-last',
  importer: importMinuteLast,
  fileName: 'B3_NEG_DATA_20191220.json',
  delimiter: ',',
  line: (k) =>
    `,"${k + 1}": {"price": ${k % 4 === 3 ? '-4090.5' : `${4090 + k}.0`}, "last_price_seconds": ${k % 2 === 0 ? 59 : '30.125'}}`,
  head: () => [
    '{"WDOF20": {"traded_qty": 1172546, "prices": {"9": {',
    '"0": {"price": 4090.5, "last_price_seconds": 58}',
  ],
  tail: () => ['}}}}'],
  readWhole,
  fileLines: 10,
};
