// `qt features leak-check FILE`: whether one's own features know what had not happened yet.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import type { FeatureSpec } from '../core/features/feature.ts';
import { type ColumnFeature, isColumnFeature } from '../research/feature-checks/column-feature.ts';
import { checkData } from '../research/feature-checks/feature-check.ts';
import type { FeatureEvent } from '../research/feature-checks/feature-events.ts';
import { type CheckData, LEAK_WORDS, readsTicks } from '../research/feature-checks/feature-rules.ts';
import { type Leak, type LeakCheck, leakCheck } from '../research/feature-checks/leak-check.ts';
import { loadFeatures } from '../research/feature-checks/load-features.ts';
import { storedEvents } from '../research/feature-checks/stored-events.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

interface LeakOptions {
  readonly instrument?: string;
  readonly day?: string;
  readonly times: string;
}

interface Checked extends LeakCheck {
  readonly id: string;
}

/** Candles of the synthetic market that are used where no data are named. */
const SYNTHETIC_CANDLES = 1140;

export function featuresLeakCheckCommand(features: Command): void {
  features
    .command('leak-check')
    .summary('whether your own features look ahead')
    .argument('<file>', 'a TypeScript file that exports features, columns or a strategy')
    .option('--instrument <symbol>', 'on stored data of it, with --day; a synthetic market when absent')
    .option('--day <YYYY-MM-DD>', 'that day and the one before it')
    .option('--times <n>', 'candles after which the future is cut off, scrambled and left out in part', '200')
    .addHelpText(
      'after',
      '\nValues up to a candle must not depend on what comes after it. Only the object is looked at, neither its name nor its source.' +
        '\nA column is made with columnFeature of quantumtrader/research.\n\nExit codes: 0 no leak, 1 a leak.',
    )
    .action(async (file: string, options: LeakOptions, command: Command) => {
      const context = contextOf(command);
      const times = timesOf(options.times);
      const loaded = await loadFeatures(file);
      const data = checkData();
      const stored = await storedOf(options, () => context.store);
      const progress = context.progress('looking ahead');
      const checked = loaded.map(({ feature }, at): Checked => {
        progress.update(at / loaded.length);
        const isColumn = isColumnFeature(feature);
        const events = stored ?? syntheticEvents(feature, data);
        return { id: isColumn ? feature.id : feature.meta.id, ...leakCheck(feature, events, { times }) };
      });
      progress.stop();
      const bad = checked.filter(({ leaks }) => leaks.length > 0).length;
      const end = `${counted(checked.length, 'feature')}, ${bad === 0 ? 'no leak' : `${bad} that look ahead`}`;
      context.result({ checked }, [...checked.map(textOf), end].join('\n'));
      if (bad > 0) process.exitCode = 1;
    });
}

/** The last sessions of candles; of trades and book all. */
function syntheticEvents(feature: FeatureSpec | ColumnFeature, data: CheckData): readonly FeatureEvent[] {
  if (isColumnFeature(feature) || !readsTicks(feature)) return data.candles.slice(-SYNTHETIC_CANDLES);
  return data.ticks;
}

function timesOf(text: string): number {
  const times = Number(text);
  if (Number.isInteger(times) && times >= 1 && times <= 100_000) return times;
  throw new UserError({
    code: 'bad-option',
    message: `--times ${text} is no whole number from 1 to 100000`,
    field: 'times',
    fix: 'Write --times 200',
  });
}

async function storedOf(
  { instrument, day }: LeakOptions,
  store: () => Parameters<typeof storedEvents>[0],
): Promise<readonly FeatureEvent[] | undefined> {
  if (instrument === undefined && day === undefined) return undefined;
  if (instrument !== undefined && day !== undefined) return storedEvents(store(), instrument, day);
  throw new UserError({
    code: 'bad-option',
    message: instrument === undefined ? '--day needs --instrument' : '--instrument needs --day',
    field: instrument === undefined ? 'instrument' : 'day',
    fix: 'Name both, such as --instrument WDOFUT --day 2025-08-11, or neither',
  });
}

function textOf({ id, leaks, times, candles }: Checked): string {
  if (leaks.length === 0) return `${id}: no leak at ${times} times in ${candles} candles`;
  return [`${id}: looks ahead`, ...leaks.map((leak) => `  ${leakText(leak)}`)].join('\n');
}

function leakText({ kind, candle, value, other }: Leak): string {
  const word = (x: number | undefined): string => (x === undefined ? 'not ready' : String(x));
  return `${LEAK_WORDS[kind]}: candle ${candle + 1} had ${word(value)}, then ${word(other)}`;
}
