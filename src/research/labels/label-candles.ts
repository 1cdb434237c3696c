// A frame of candles in; their prices and times as plain columns, and how far from each row a label may look, out.

import type { Instrument } from '../../core/market/instrument.ts';
import type { Frame } from '../frames/frame.ts';
import { checkAscending } from '../frames/sorted-times.ts';
import { labelError } from './label-error.ts';
import { labelSessions } from './label-sessions.ts';
import type { PricePath } from './touch-index.ts';

/** Every array has one value for each row of the frame. */
export interface LabelCandles extends PricePath {
  readonly rows: number;
  readonly openTimeUs: Float64Array;
  readonly closeTimeUs: Float64Array;
  /** The first row after this one's session that a position may not be held in: of a later session, or that ends after the flatten time. */
  readonly windowEnd: Int32Array;
  /** The candle at whose open a decision of the row is carried out; -1 where none is left before `windowEnd`. */
  readonly entry: Int32Array;
  readonly instrument: Instrument | undefined;
}

/**
 * Takes the `candles` of `tradingData`, and candles of `partsFrame`. UserErrors: `label-rows` for times out of order and prices that are missing or
 * contradict each other, `frame-column`, `bad-option`.
 */
export function labelCandles(frame: Frame, flattenBeforeClose?: string): LabelCandles {
  const closeTimeUs = frame.times;
  checkAscending(closeTimeUs);
  const openTimeUs = columnOf(frame, frame.columns.has('open_time') ? 'open_time' : 'time');
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((name) => columnOf(frame, name)) as Prices;
  for (let row = 0; row < frame.rows; row++) {
    const isWhole = low[row]! > 0 && low[row]! <= Math.min(open[row]!, close[row]!);
    if (isWhole && high[row]! >= Math.max(open[row]!, close[row]!) && closeTimeUs[row]! >= openTimeUs[row]!) continue;
    const message = `Row ${row} is no candle: open ${open[row]}, high ${high[row]}, low ${low[row]}, close ${close[row]}`;
    throw labelError(
      'label-rows',
      message,
      'candles',
      'Prices are above 0 and inside of low and high, and do not end before they begin',
    );
  }
  const { sessions, instrument } = labelSessions(frame, closeTimeUs, flattenBeforeClose);
  const windowEnd = new Int32Array(frame.rows);
  for (const { from, to, flattenUs } of sessions) {
    let end = from;
    while (end < to && closeTimeUs[end]! <= flattenUs) end++;
    windowEnd.fill(end, from, to);
  }
  const entry = entriesOf(openTimeUs, closeTimeUs, windowEnd);
  return { rows: frame.rows, openTimeUs, closeTimeUs, open, high, low, close, windowEnd, entry, instrument };
}

const SECOND_US = 1_000_000;

/**
 * The next candle, of candles that time closes. One that a volume or a number of trades closes can begin in the very moment in which the one before it
 * ended: prints of one moment are one large order, and nobody trades between them. Time closes candles at whole seconds.
 */
function entriesOf(openTimeUs: Float64Array, closeTimeUs: Float64Array, windowEnd: Int32Array): Int32Array {
  const entry = new Int32Array(windowEnd.length);
  let next = 0;
  for (let row = 0; row < entry.length; row++) {
    const decidedUs = closeTimeUs[row]!;
    const fromUs = decidedUs % SECOND_US === 0 ? decidedUs : decidedUs + 1;
    next = Math.max(next, row + 1);
    while (next < windowEnd[row]! && (openTimeUs[next]! < fromUs || closeTimeUs[next]! <= decidedUs)) next += 1;
    entry[row] = next < windowEnd[row]! ? next : -1;
  }
  return entry;
}

type Prices = [Float64Array, Float64Array, Float64Array, Float64Array];

function columnOf(frame: Frame, name: string): Float64Array {
  const { kind, values, valid } = frame.column(name);
  if ((kind === 'float' || kind === 'time') && valid === undefined) return values;
  const message = `Column ${name} is not a number in every row`;
  throw labelError('label-rows', message, name, 'Take the frame from `tradingData(...).candles` or `partsFrame`');
}
