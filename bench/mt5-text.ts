// Ticks of one day in; the text of a MetaTrader 5 tick export of that day repeated on successive trading days out.

import { formatDay } from '../src/core/market/civil-day.ts';
import { utcUsToLocal } from '../src/core/market/civil-time.ts';
import type { EventBatch } from '../src/core/market/event-batch.ts';
import { F64_A, F64_B, Kind, QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../src/core/market/event-record.ts';
import { nextTradingDay } from '../src/core/market/trading-calendar.ts';
import type { BaseDay } from './base-day.ts';

const HEADER = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';

export interface Mt5Text {
  readonly text: string;
  readonly rows: number;
  /** The first day in it. */
  readonly firstDay: string;
}

export function mt5Text({ market, session }: BaseDay, days: number): Mt5Text {
  const rows: string[] = [];
  for (let index = 0; index < market.length; index++) {
    const kind = market.kindAt(index);
    if (kind !== Kind.trade && kind !== Kind.quote) continue;
    rows.push(`${clockOf(market.exchangeTimeUsAt(index))}\t${fieldsOf(market, index)}`);
  }
  const lines: string[] = [HEADER];
  let day = session.dayNumber;
  const firstDay = formatDay(day);
  for (let made = 0; made < days; made++) {
    const date = formatDay(day).replaceAll('-', '.');
    for (const row of rows) lines.push(`${date}\t${row}`);
    day = nextTradingDay(day);
  }
  return { text: `${lines.join('\r\n')}\r\n`, rows: rows.length * days, firstDay };
}

function fieldsOf(market: EventBatch, index: number): string {
  const f = market.f64At(index);
  const a = market.f64[f + F64_A]!;
  const b = market.f64[f + F64_B]!;
  if (market.kindAt(index) === Kind.trade) return `\t\t${a.toFixed(1)}\t${b.toFixed(8)}`;
  const flags = market.flagsAt(index);
  const bid = (flags & QUOTE_HAS_BID) === 0 ? '' : a.toFixed(1);
  const ask = (flags & QUOTE_HAS_ASK) === 0 ? '' : b.toFixed(1);
  return `${bid}\t${ask}\t\t`;
}

/** `09:00:02.322`, local. */
function clockOf(timeUs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { hour, minute, second } = utcUsToLocal(timeUs);
  const milliseconds = String(Math.floor(timeUs / 1000) % 1000).padStart(3, '0');
  return `${two(hour)}:${two(minute)}:${two(second)}.${milliseconds}`;
}
