// The recorded day of DOLK20 in; a tape of it that goes by many times as fast, as a day of the same events at the same hour's beginning.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { SimulatedTape } from '../support/simulated-tape.ts';

export const RECORDED_DAY = 'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz';
const OPEN_MS = Date.parse('2020-04-02T09:00:00Z');
const OPEN_STATE = 0;
/** Between one change of the best prices and the trade: the day begins with both. */
const POINT_VALUE = 50;

/** Trades and best prices of the first `minutes` behind the opening, `times` as fast. Gives the minutes of what it wrote. */
export function writeRecordedTape(source: string, target: string, times: number, minutes: number): void {
  const tape = new SimulatedTape([
    { ticker: 'DOLK20', exchange: 'F', pointValue: POINT_VALUE },
    { ticker: 'DOLFUT', exchange: 'F', dated: 'DOLK20', pointValue: POINT_VALUE },
  ]);
  const rows = gunzipSync(readFileSync(source)).toString('latin1').split(/\r?\n/).slice(1);
  let number = 0;
  tape.tickerState(1, OPEN_MS, OPEN_STATE);
  for (const row of rows) {
    const [date = '', time = '', bid = '', ask = '', last = '', volume = ''] = row.split('\t');
    const behindMs = Date.parse(`${date.replaceAll('.', '-')}T${time}Z`) - OPEN_MS;
    if (!(behindMs >= 0)) continue;
    if (behindMs > minutes * 60_000) break;
    const localMs = OPEN_MS + Math.floor(behindMs / times);
    for (const [side, text] of [bid, ask].entries()) {
      if (Number(text) > 0) tape.tinyBook(1, localMs, side, Number(text), 1);
    }
    if (!(Number(last) > 0)) continue;
    number += 1;
    const price = Number(last);
    const quantity = Number(volume);
    const told = { price, quantity, volume: price * quantity * POINT_VALUE, buyAgent: 3, sellAgent: 8 };
    tape.trade(1, { number, localMs, ...told, tradeType: 2 + (number % 2) });
  }
  tape.write(target);
}
