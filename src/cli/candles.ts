// `qt candles CONTRACT --day D`: the day's trades or bars through the engine's candle builder, as CSV.

import type { Command } from 'commander';
import { replaceDurably } from '../adapters/durable-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { parseCandleInterval } from '../core/candles/candle-interval.ts';
import { parseDay } from '../core/market/civil-day.ts';
import { US_PER_SECOND, utcUsToLocal } from '../core/market/civil-time.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import { sessionOf } from '../core/market/session.ts';
import { forEachCandle } from '../runner/day-bars.ts';
import { contextOf } from './context-of.ts';

const HEADER = 'time,open,high,low,close,volume,trades';

export function candlesCommand(program: Command): void {
  program
    .command('candles')
    .summary('candles of one day, built as the engine builds them')
    .argument('<contract>', 'such as WDOU25')
    .requiredOption('--day <YYYY-MM-DD>')
    .option('--interval <interval>', '1m, 5m, 500v (contracts), 200t (trades)', '1m')
    .option('--csv <file>', `write them there with the header ${HEADER}; time is the local start`)
    .addHelpText('after', '\nExample:\n  qt candles DOLK20 --day 2020-04-02 --interval 1m --csv candles.csv')
    .action(async (contract: string, options: { day: string; interval: string; csv?: string }, command: Command) => {
      const context = contextOf(command);
      const lines = await candleLines(context.store, contract, options.day, options.interval);
      const text = `${[HEADER, ...lines].join('\n')}\n`;
      if (options.csv !== undefined) replaceDurably(options.csv, text);
      const result = { instrument: contract, day: options.day, interval: options.interval, candles: lines.length };
      const file = options.csv === undefined ? {} : { csv: options.csv };
      context.result({ ...result, ...file }, options.csv === undefined ? text.trimEnd() : `${lines.length} candles`);
    });
}

async function candleLines(
  store: ReturnType<typeof contextOf>['store'],
  contract: string,
  day: string,
  intervalText: string,
): Promise<readonly string[]> {
  const interval = parseCandleInterval(intervalText);
  if (interval === undefined) {
    throw new UserError({
      code: 'bad-option',
      message: `${intervalText} is no candle interval`,
      field: 'interval',
      fix: 'Write 1s, 1m, 5m, 1h for time, 500v for contracts or 200t for trades',
    });
  }
  if (parseDay(day) === undefined) {
    throw new UserError({
      code: 'bad-option',
      message: `${day} is no day`,
      field: 'day',
      fix: 'Write the day as YYYY-MM-DD',
    });
  }
  const market = await store.readDayEvents(contract, day, 0);
  const instrument = instrumentOf(contract);
  if (instrument === undefined) {
    throw new UserError({
      code: 'unknown-instrument',
      message: `${contract} is no known contract`,
      field: 'instrument',
      fix: 'Use a contract of WDO, DOL, WIN or IND such as WDOU25',
    });
  }
  const openUs = sessionOf(instrument.root, day)?.openUs ?? Math.floor(market.exchangeTimeUsAt(0) / 3.6e9) * 3.6e9;
  const lines: string[] = [];
  forEachCandle(market, 0, instrument, interval, openUs, (candle) => {
    const trades = candle.hasTrades ? String(candle.trades) : '';
    const { open, high, low, close, volume } = candle;
    lines.push(`${localStart(candle.openTimeUs)},${open},${high},${low},${close},${volume},${trades}`);
  });
  return lines;
}

/** 2020-04-02T09:03:00; with a fraction where the start is no whole second. */
function localStart(timeUs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day, hour, minute, second } = utcUsToLocal(timeUs);
  const fraction = timeUs % US_PER_SECOND === 0 ? '' : `.${String(timeUs % US_PER_SECOND).padStart(6, '0')}`;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
}
