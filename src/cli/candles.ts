// `qt candles CONTRACT --day D`: the day's trades or bars through the engine's candle builder, as CSV.

import type { Command } from 'commander';
import { candleIntervalUsOf } from '../adapters/datasets/candle-kind.ts';
import { partRef } from '../adapters/datasets/part-path.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { replaceDurably } from '../adapters/durable-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { type CandleInterval, parseCandleInterval } from '../core/candles/candle-interval.ts';
import { forEachCandle } from '../core/candles/day-candles.ts';
import { parseDay } from '../core/market/civil-day.ts';
import { US_PER_SECOND, utcUsToLocal } from '../core/market/civil-time.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import { type Provenance, weakerProvenance } from '../core/market/provenance.ts';
import { sessionOf } from '../core/market/session.ts';
import { contextOf } from './context-of.ts';
import { unwritable } from './unwritable.ts';

const HEADER = 'time,open,high,low,close,volume,trades';

export function candlesCommand(program: Command): void {
  program
    .command('candles')
    .summary('candles of one day, built as the engine builds them')
    .argument('<contract>', 'such as WDOU25')
    .requiredOption('--day <YYYY-MM-DD>')
    .option('--interval <interval>', '1m, 5m, 500v (contracts), 200t (trades)', '1m')
    .option('--allow-refused', 'also of days that the quality gate refused')
    .option('--csv <file>', `write them there with the header ${HEADER}; time is the local start`)
    .addHelpText('after', '\nExample:\n  qt candles DOLK20 --day 2020-04-02 --interval 1m --csv candles.csv')
    .action(
      async (
        contract: string,
        options: { day: string; interval: string; csv?: string; allowRefused?: boolean },
        command: Command,
      ) => {
        const context = contextOf(command);
        const { day, interval } = options;
        const { lines, provenance } = await candleLines(
          context.storeAccepting(options.allowRefused),
          contract,
          day,
          interval,
        );
        const text = `${[HEADER, ...lines].join('\n')}\n`;
        if (options.csv !== undefined) writeCsv(options.csv, text);
        if (provenance !== 'exchange') {
          // a csv cannot carry it, and an import takes what it is not told about as exchange data
          context.say(`note: these candles are ${provenance}; to import them, say --provenance ${provenance}`);
        }
        const result = { instrument: contract, day, interval, provenance, candles: lines.length };
        const file = options.csv === undefined ? {} : { csv: options.csv };
        context.result({ ...result, ...file }, options.csv === undefined ? text.trimEnd() : `${lines.length} candles`);
      },
    );
}

interface CandleLines {
  readonly lines: readonly string[];
  /** The weakest of the parts that were read. */
  readonly provenance: Provenance;
  readonly allowRefused?: boolean;
}

async function candleLines(
  store: DatasetStore,
  contract: string,
  day: string,
  intervalText: string,
): Promise<CandleLines> {
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
  const kinds = store.finestKinds(contract, day);
  checkFineness(contract, day, kinds[0]!, interval);
  const market = await store.readDayEvents(contract, day, 0, kinds);
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
  const provenance = kinds
    .map((kind) => store.manifest(partRef(store.root, contract, kind, day)).provenance)
    .reduce(weakerProvenance);
  return { lines, provenance };
}

function checkFineness(contract: string, day: string, kind: PartKind, interval: CandleInterval): void {
  const barUs = candleIntervalUsOf(kind);
  if (barUs === undefined || (interval.kind === 'time' && interval.us % barUs === 0)) return;
  throw new UserError({
    code: 'bars-too-coarse',
    message: `The store has ${kind} of ${contract} on ${day}, of which such candles cannot be made`,
    field: 'interval',
    fix: 'Ask for a multiple of that interval, such as --interval 1h, or import trades or shorter bars',
  });
}

function writeCsv(file: string, text: string): void {
  try {
    replaceDurably(file, text);
  } catch (error) {
    throw unwritable(error, file, 'csv');
  }
}

/** 2020-04-02T09:03:00; with a fraction where the start is no whole second. */
function localStart(timeUs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day, hour, minute, second } = utcUsToLocal(timeUs);
  const fraction = timeUs % US_PER_SECOND === 0 ? '' : `.${String(timeUs % US_PER_SECOND).padStart(6, '0')}`;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
}
