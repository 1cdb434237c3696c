// `qt regime INSTRUMENT`: how a regime detector sees recorded days: shares, lengths, transitions, and a picture.

import type { Command } from 'commander';
import { replaceDurably } from '../adapters/durable-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { changePointRegime } from '../core/regime/change-point-regime.ts';
import { cusumRegime } from '../core/regime/cusum-regime.ts';
import { hmmRegime } from '../core/regime/hmm-regime.ts';
import type { FittedHmm } from '../core/regime/hmm-settings.ts';
import type { RegimeDetectorSpec } from '../core/regime/regime-detector.ts';
import { ruleRegime } from '../core/regime/rule-regime.ts';
import type { RegimeDay } from '../research/regime/regime-day.ts';
import { type RegimeDays, regimeDays } from '../research/regime/regime-days.ts';
import { regimePage } from '../research/regime/regime-page.ts';
import { regimeStudy } from '../research/regime/regime-study.ts';
import { statisticsText } from '../research/regime/regime-tables.ts';
import { trainHmm } from '../research/regime/train-hmm.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { detectorSettings } from './regime-settings.ts';
import { unwritable } from './unwritable.ts';
import { wordOf } from './word-of.ts';

interface RegimeOptions {
  readonly from: string;
  readonly to: string;
  readonly candle: string;
  readonly detector: string;
  readonly settings?: string;
  readonly html?: string;
  readonly allowRefused?: boolean;
}

const DETECTORS = ['rule', 'hmm', 'change', 'cusum'] as const;
/** Candles before each session, enough for any detector with its defaults to settle. */
const BEFORE_CANDLES = 2000;

export function regimeCommand(program: Command): void {
  program
    .command('regime')
    .summary('how a regime detector sees recorded days')
    .argument('<instrument>', 'root, continuous name or contract: WDO, WDOFUT, WDOU25')
    .requiredOption('--from <YYYY-MM-DD>')
    .requiredOption('--to <YYYY-MM-DD>')
    .option('--candle <interval>', '1m, 5m, 500v (contracts), 200t (trades)', '1m')
    .option('--detector <name>', `one of ${DETECTORS.join(', ')}`, 'rule')
    .option('--settings <file>', 'JSON with settings of the detector; for hmm the `fitted` of an earlier --json')
    .option('--html <file>', 'write a page with tables and pictures that opens offline')
    .option('--allow-refused', 'also of days that the quality gate refused')
    .addHelpText(
      'after',
      `
Examples:
  qt regime WDO --from 2025-08-05 --to 2025-11-28 --html regimes.html
  qt regime WDO --from 2025-08-05 --to 2025-11-28 --detector hmm --json
hmm without --settings is fitted on the first half of the days and shown on the second.`,
    )
    .action(async (instrument: string, options: RegimeOptions, command: Command) => {
      const context = contextOf(command);
      const detector = wordOf('detector', options.detector, DETECTORS);
      const { from, to, candle } = options;
      const request = { instrument, from, to, candle, beforeCandles: BEFORE_CANDLES };
      const found = await regimeDays(context.storeAccepting(options.allowRefused), request);
      const chosen = chosenDetector(context, detector, options.settings, found.days);
      const study = regimeStudy(chosen.days, chosen.spec);
      const notices = [...chosen.notices, ...noticesOf(found)];
      const title = `${detector} regime of ${instrument}, ${chosen.days[0]!.day} to ${chosen.days.at(-1)!.day}, ${candle}`;
      if (options.html !== undefined) writePage(options.html, regimePage({ title, study, notices }));
      for (const notice of notices) context.say(`note: ${notice}`);
      const { id, parameters } = chosen.spec;
      const { statistics } = study;
      const result = {
        ...{ instrument, candle, from: chosen.days[0]!.day, to: chosen.days.at(-1)!.day, detector: id, parameters },
        ...{ provenance: found.provenance, missing: found.missing, ...statistics },
        ...{ fitted: chosen.fitted ?? null, fittedTo: chosen.fittedTo ?? null, html: options.html ?? null, notices },
      };
      context.result(result, `${title}\n\n${statisticsText(statistics)}`);
    });
}

interface ChosenDetector {
  readonly spec: RegimeDetectorSpec;
  /** Those to show. */
  readonly days: readonly RegimeDay[];
  readonly notices: readonly string[];
  readonly fitted?: FittedHmm;
  /** Last day of the fit. */
  readonly fittedTo?: string;
}

function chosenDetector(
  context: CommandContext,
  detector: (typeof DETECTORS)[number],
  file: string | undefined,
  days: readonly RegimeDay[],
): ChosenDetector {
  const settings = detectorSettings(file);
  const shown = { days, notices: [] };
  switch (detector) {
    case 'rule':
      return { spec: settings.numbers(ruleRegime), ...shown };
    case 'change':
      return { spec: settings.numbers(changePointRegime), ...shown };
    case 'cusum':
      return { spec: settings.numbers(cusumRegime), ...shown };
    case 'hmm':
      return file === undefined ? fittedDetector(context, days) : { spec: settings.hmm(hmmRegime), ...shown };
  }
}

function fittedDetector(context: CommandContext, days: readonly RegimeDay[]): ChosenDetector {
  const half = Math.floor(days.length / 2);
  if (half === 0) throw notFitted('one day cannot be both fitted and shown');
  const progress = context.progress('fit');
  const trained = trainHmm(days.slice(0, half), {
    onProgress: ({ restart, restarts, iteration }) => progress.update((restart - 1) / restarts, `round ${iteration}`),
  });
  progress.stop();
  if (trained.kind === 'refused') throw notFitted(trained.reason);
  const fittedTo = days[half - 1]!.day;
  const rest = trained.isAtRest ? '' : '; it had not come to rest';
  const notice = `Fitted on ${counted(half, 'day')}, ${days[0]!.day} to ${fittedTo}, of which nothing is shown${rest}`;
  const { fitted } = trained;
  return { spec: hmmRegime(fitted), days: days.slice(half), notices: [notice], fitted, fittedTo };
}

function notFitted(why: string): UserError {
  return new UserError({
    code: 'not-trained',
    message: `The hidden Markov model cannot be fitted: ${why}`,
    field: 'from',
    fix: 'Choose more days, or give a fitted one with --settings',
  });
}

function noticesOf({ missing, provenance }: RegimeDays): readonly string[] {
  const notices = provenance === 'exchange' ? [] : [`the data are ${provenance}`];
  if (missing.length > 0) notices.push(`${counted(missing.length, 'trading day')} missing: ${missing.join(' ')}`);
  return notices;
}

function writePage(file: string, page: string): void {
  try {
    replaceDurably(file, page);
  } catch (error) {
    throw unwritable(error, file, 'html');
  }
}
