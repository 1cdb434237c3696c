// A frame with the day and contract of its rows in; its sessions, when each must be flat, and the price grid, out.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { parseDay } from '../../core/market/civil-day.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { sessionOf } from '../../core/market/session.ts';
import type { Frame } from '../frames/frame.ts';
import { labelError } from './label-error.ts';

/** Rows of one day and contract, from `from` up to, not including, `to`. */
export interface LabelSession {
  readonly day: string;
  readonly contract: string;
  readonly from: number;
  readonly to: number;
  /** Nothing is held at or after it, microseconds UTC. */
  readonly flattenUs: number;
}

export interface LabelSessions {
  readonly sessions: readonly LabelSession[];
  /** Undefined for contracts that the table of instruments does not have. */
  readonly instrument: Instrument | undefined;
}

/** As the strategies here have it. */
const DEFAULT_FLATTEN = '15m';

/**
 * The close is that of the calendar; where it knows none, for an instrument of another place or a test session, when the last row was known.
 * `times` are those at which rows were known. UserErrors `label-rows` for a day that comes back after another, `bad-option` for a span that
 * is none.
 */
export function labelSessions(frame: Frame, times: Float64Array, flattenBeforeClose = DEFAULT_FLATTEN): LabelSessions {
  const beforeUs = spanUs(flattenBeforeClose);
  if (frame.rows === 0) throw labelError('label-rows', 'The frame has no rows', 'rows', 'Take days that the store has');
  const day = textColumn(frame, 'day');
  const contract = textColumn(frame, frame.columns.has('contract') ? 'contract' : 'instrument');
  const sessions: LabelSession[] = [];
  const roots = new Set<string>();
  let instrument: Instrument | undefined;
  const seen = new Set<string>();
  for (let from = 0; from < frame.rows; ) {
    let to = from + 1;
    while (to < frame.rows && day.values[to] === day.values[from] && contract.values[to] === contract.values[from])
      to++;
    const named = { day: day.words[day.values[from]!]!, contract: contract.words[contract.values[from]!]! };
    if (seen.has(`${named.day} ${named.contract}`)) throw comesBack(named, from);
    seen.add(`${named.day} ${named.contract}`);
    instrument = instrumentOf(named.contract);
    roots.add(instrument?.root ?? named.contract);
    const closeUs = closeOf(instrument, named.day) ?? times[to - 1]!;
    sessions.push({ ...named, from, to, flattenUs: closeUs - beforeUs });
    from = to;
  }
  if (roots.size > 1 && instrument !== undefined) {
    const message = `The frame has rows of ${[...roots].join(' and ')}`;
    throw labelError('label-rows', message, 'contract', 'Label one instrument at a time');
  }
  return { sessions, instrument };
}

/** A span such as `15m`; `0m` is none. */
function spanUs(text: string): number {
  if (/^0[smh]$/.test(text)) return 0;
  const interval = parseCandleInterval(text);
  if (interval?.kind === 'time') return interval.us;
  const fix = 'Write a span such as 15m, or 0m to hold until the close';
  throw labelError('bad-option', `flattenBeforeClose is ${String(text)}`, 'flattenBeforeClose', fix);
}

function closeOf(instrument: Instrument | undefined, day: string): number | undefined {
  const number = parseDay(day);
  return instrument === undefined || number === undefined ? undefined : sessionOf(instrument.root, number)?.closeUs;
}

function textColumn(frame: Frame, name: string): TypedColumn & { readonly kind: 'text' } {
  const column = frame.column(name);
  if (column.kind === 'text' && column.valid === undefined) return column;
  const fix = 'Take the frame from `tradingData(...).candles` or `partsFrame`';
  throw labelError('label-rows', `Column ${name} is no text in every row`, name, fix);
}

function comesBack({ day, contract }: { readonly day: string; readonly contract: string }, row: number): Error {
  const message = `Row ${row} is of ${contract} on ${day}, a session that had ended`;
  return labelError('label-rows', message, 'day', 'Sort the rows by time, and label one instrument at a time');
}
