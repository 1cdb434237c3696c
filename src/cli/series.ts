// `qt series WDO`: one series of the stored contracts, with its adjustment; `qt series restore WDOFUT`: the way back.

import type { Command } from 'commander';
import { parsePartKind } from '../adapters/datasets/candle-kind.ts';
import { isCandleKind, type PartKind } from '../adapters/datasets/schema.ts';
import { buildSeries, type Series } from '../adapters/datasets/series/build-series.ts';
import { restoreContracts } from '../adapters/datasets/series/restore-contracts.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { replaceDurably } from '../adapters/durable-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { parseContract } from '../core/market/contract.ts';
import type { Root } from '../core/market/instrument.ts';
import { parseSymbol } from '../core/market/symbol.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { restoredSummary, restoredText, seriesCsv, seriesSummary, seriesText } from './series-text.ts';
import { unwritable } from './unwritable.ts';
import { wordOf } from './word-of.ts';

interface SeriesCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly kind: string;
  readonly adjust: string;
  readonly roll: string;
  readonly sameTimeOnly?: boolean;
  readonly csv?: string;
  readonly replace?: boolean;
  readonly allowRefused?: boolean;
}

const ADJUST_WORDS = ['none', 'ratio', 'difference'] as const;
const ROLL_RULES = ['calendar', 'volume'] as const;

const EXAMPLES = [
  'qt series WDO --from 2025-08-05 --to 2026-01-29 --adjust ratio --csv wdo.csv',
  'qt series restore WDOFUT',
];

export function seriesCommand(program: Command): void {
  const series = program
    .command('series')
    .summary('one continuous series of the stored contracts, adjusted or not')
    .argument('<root>', 'WDO, DOL, WIN or IND')
    .option('--from <YYYY-MM-DD>', 'the first stored day when absent')
    .option('--to <YYYY-MM-DD>', 'the last stored day when absent')
    .option('--kind <kind>', 'candles-1m, candles-5m, daily ...', 'candles-1m')
    .option('--adjust <method>', `what is done to older prices at a roll: ${ADJUST_WORDS.join(', ')}`, 'none')
    .option('--roll <rule>', `how the day of a roll is found: ${ROLL_RULES.join(', ')}`, 'calendar')
    .option('--same-time-only', 'refuse rolls without prices of both contracts at the same time')
    .option('--allow-refused', 'read also days that the quality gate refused')
    .option('--csv <file>', 'write the candles there; time is the local start')
    .addHelpText('after', `\nExamples:\n  ${EXAMPLES.join('\n  ')}`)
    .action((name: string, _options: object, command: Command) => build(name, command));
  series
    .command('restore')
    .summary('the dated contracts of an imported series that was adjusted by ratio')
    .argument('<series>', 'such as WDOFUT')
    .option('--replace', 'take the place of days that stand there from another source')
    .addHelpText(
      'after',
      '\nThe options --from, --to and --kind choose the days.\n\nExample:\n  qt series restore WDOFUT',
    )
    .action((name: string, _options: object, command: Command) => restore(name, command));
}

async function build(name: string, command: Command): Promise<void> {
  const context = contextOf(command);
  const options = command.optsWithGlobals<SeriesCommandOptions>();
  const store = context.storeAccepting(options.allowRefused);
  const root = rootOf(name);
  const kind = kindOf(options.kind);
  const adjust = wordOf('adjust', options.adjust, ADJUST_WORDS);
  const rule = wordOf('roll', options.roll, ROLL_RULES);
  const { sameTimeOnly = false } = options;
  const span = { root, kind, rule, adjust, sameTimeOnly, ...storedSpan(store, root, kind, options) };
  const series = await buildSeries(store, span);
  if (options.csv !== undefined) writeCsv(options.csv, series);
  sayNotes(context, series);
  const csv = options.csv === undefined ? {} : { csv: options.csv };
  context.result({ ...seriesSummary(series), ...csv }, seriesText(series));
}

async function restore(name: string, command: Command): Promise<void> {
  const context = contextOf(command);
  const { from, to, kind, replace = false, allowRefused } = command.optsWithGlobals<SeriesCommandOptions>();
  const span = { instrument: name, kind: kindOf(kind), from, to };
  const restored = await restoreContracts(context.storeAccepting(allowRefused), span, { replace });
  context.result(restoredSummary(restored), restoredText(restored));
}

function rootOf(name: string): Root {
  const parsed = parseSymbol(name);
  if (parsed !== undefined && parsed.kind !== 'dated') return parsed.root;
  throw new UserError({
    code: parsed === undefined ? 'unknown-instrument' : 'bad-option',
    message: parsed === undefined ? `${name} is no known instrument` : `${name} is one contract, not a series`,
    field: 'root',
    fix: 'Use WDO, DOL, WIN or IND',
  });
}

function kindOf(name: string): PartKind {
  const kind = parsePartKind(name);
  if (kind !== undefined && isCandleKind(kind)) return kind;
  throw new UserError({
    code: 'bad-option',
    message: `${name} are no candles`,
    field: 'kind',
    fix: 'Use candles-1m, candles-5m, candles-1h, daily or another kind of candles that qt datasets lists',
  });
}

/** What was asked for, filled up with the days that the contracts of the root have in the store. */
function storedSpan(store: DatasetStore, root: Root, kind: PartKind, { from, to }: SeriesCommandOptions) {
  if (from !== undefined && to !== undefined) return { from, to };
  const days = store
    .instruments()
    .filter((name) => parseContract(name)?.root === root)
    .flatMap((name) => store.parts(name, kind).map(({ day }) => day))
    .sort();
  if (days.length > 0) return { from: from ?? days[0]!, to: to ?? days.at(-1)! };
  throw new UserError({
    code: 'part-missing',
    message: `The store has no ${kind} of contracts of ${root}`,
    field: 'root',
    fix: 'Import candles of the contracts (qt import), or restore them from an adjusted series (qt series restore)',
  });
}

function sayNotes(context: CommandContext, series: Series): void {
  const { missing, rolls, offGridDays, refusedDays, provenance, adjustment, rows } = series;
  const ended = rolls.filter(({ cause }) => cause === 'expiry');
  const across = adjustment?.contracts.filter(({ measuredFrom }) => measuredFrom?.kind === 'acrossNight') ?? [];
  const notes: string[] = [];
  if (missing.length > 0)
    notes.push(`${counted(missing.length, 'trading day')} without candles, the first ${missing[0]!.day}`);
  if (across.length > 0) {
    notes.push(
      `${counted(across.length, 'roll')} measured across a night, which includes the move of the market in it`,
    );
  }
  if (ended.length > 0) {
    notes.push(`${counted(ended.length, 'contract')} left only when it no longer traded, for want of volumes before`);
  }
  if (offGridDays.length > 0) notes.push(`${counted(offGridDays.length, 'day')} with prices off the tick grid`);
  if (refusedDays.length > 0) notes.push(`${counted(refusedDays.length, 'day')} that the quality gate refused`);
  if (provenance !== 'exchange') notes.push(`these ${rows} candles are ${provenance}`);
  for (const note of notes) context.say(`note: ${note}`);
}

function writeCsv(file: string, series: Series): void {
  try {
    replaceDurably(file, seriesCsv(series));
  } catch (error) {
    throw unwritable(error, file, 'csv');
  }
}
