// `qt capture`: the market recorded by the host, day by day, into the dataset store.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { openStore } from '../adapters/datasets/store.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Provenance } from '../core/market/provenance.ts';
import { captureRoot, listRecordedDays } from '../runner/capture/capture-folder.ts';
import { captureText } from '../runner/capture/capture-report.ts';
import { claimCaptures } from '../runner/capture/claim-captures.ts';
import { compactDay } from '../runner/capture/compact-day.ts';
import type { CaptureStatus } from '../runner/capture/host-capture.ts';
import { HostOperator } from '../runner/capture/host-operator.ts';
import { lockHolder } from '../runner/host/host-lock.ts';
import { count } from './arguments.ts';
import { CaptureWatch, isDecided, statusText } from './capture-watch.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { StopRequest } from './stop-request.ts';

interface Options {
  readonly book: 'price' | 'offers' | 'none';
  readonly days?: number;
  readonly detach?: boolean;
  readonly status?: boolean;
  readonly stop?: boolean;
  readonly finish?: boolean;
}

const NAME = 'qt-capture';
const LOOK_EVERY_MS = 1000;
const STORE_LOOK_EVERY_MS = 250;
/** Hundreds of thousands of events are stored in seconds; the vendor's count of the day may take minutes. */
const STORE_MS = 300_000;
const LOGIN_MS = 60_000;
/** A host that dies more often than this within an hour is not started again. */
const RESTARTS_MAX = 5;
const HOUR_MS = 3_600_000;

export function captureCommand(program: Command): void {
  program
    .command('capture')
    .summary('the market recorded into the dataset store, with both time stamps')
    .description(
      'Records the dated contract of each day through the host, which is started where none runs, and goes on with the next contract ' +
        'by the calendar. At the end of a day it becomes a part of the datasets, is judged, and its counts are compared.',
    )
    .argument('[symbols...]', 'WDOFUT or WDO (the contract of each day), WDOU25, or another ticker')
    .addOption(
      new Option('--book <book>', 'price levels, single offers, or none of it')
        .choices(['price', 'offers', 'none'])
        .default('price'),
    )
    .option('--days <n>', 'trading days; until it is stopped when absent', count)
    .option('--detach', 'leave the recording to the host and return')
    .option('--status', 'what is recorded now')
    .option('--stop', 'stop recording these symbols, or all')
    .option('--finish', 'without a host: make what was recorded part of the datasets')
    .addHelpText('after', '\nExamples:\n  qt capture WDOFUT --book price --days 5\n  qt capture --status')
    .action(async (named: string[], options: Options, command: Command) => {
      const context = contextOf(command);
      const symbols = named.map((symbol) => symbol.toUpperCase());
      if (options.finish === true) return finish(context);
      if (options.status === true) return ask(context, 'capture.status', {});
      if (options.stop === true) return ask(context, 'capture.stop', symbols.length === 0 ? {} : { symbols });
      if (symbols.length === 0) {
        throw new UserError({
          code: 'bad-option',
          message: 'No symbol is named',
          field: 'symbols',
          fix: 'qt capture WDOFUT',
        });
      }
      return record(context, symbols, options);
    });
}

async function ask(context: CommandContext, what: string, args: object): Promise<void> {
  const operator = await HostOperator.connect(context.home, NAME);
  try {
    const status = await operator.ask<CaptureStatus>(what, args);
    context.result(status, statusText(status));
  } finally {
    operator.close();
  }
}

async function record(context: CommandContext, symbols: readonly string[], options: Options): Promise<void> {
  const { book, days } = options;
  const stop = new StopRequest((why) =>
    context.say(`${why}: the recording is being closed and stored; Ctrl+C once more leaves that to the host`),
  );
  // a host that takes the place of another one says the same of its data
  const attach = (provenance?: Provenance): Promise<HostOperator> =>
    HostOperator.attach(context.home, NAME, () => context.say('No host runs: starting one'), provenance);
  let operator: HostOperator | undefined;
  try {
    operator = await attach();
    const args = { symbols, book, ...(days === undefined ? {} : { days }) };
    let status = await operator.ask<CaptureStatus>('capture.start', args);
    if (options.detach === true) {
      status = await decided(operator, status, stop);
      const watch = new CaptureWatch(() => {}, symbols, status);
      context.result({ ...status, stored: watch.finished }, statusText(status));
      return;
    }
    const watch = new CaptureWatch((text) => context.say(text), symbols, status);
    const restartedMs: number[] = [];
    while (!stop.isAsked && watch.goesOn(status)) {
      await sleep(LOOK_EVERY_MS);
      try {
        status = await operator.ask<CaptureStatus>('capture.status');
      } catch (error) {
        // the host keeps the list of what it records: a new one goes on with it
        if (tooMany(restartedMs)) throw error;
        context.say(`${(error as Error).message}; starting it again`);
        operator.close();
        operator = await attach(status.provenance);
      }
    }
    if (stop.isAsked) {
      // from now on a signal ends the process
      stop.close();
      status = await stored(operator, watch, symbols);
    }
    context.result({ ...status, stored: watch.finished }, watch.endText(status));
  } finally {
    operator?.close();
    stop.close();
    sayWhoHoldsTheKey(context);
  }
}

/** Waits for the login, so that whoever leaves knows what he leaves. */
async function decided(operator: HostOperator, first: CaptureStatus, stop: StopRequest): Promise<CaptureStatus> {
  let status = first;
  const endMs = performance.now() + LOGIN_MS;
  while (!stop.isAsked && !isDecided(status) && performance.now() < endMs) {
    await sleep(LOOK_EVERY_MS);
    status = await operator.ask<CaptureStatus>('capture.status');
  }
  return status;
}

/** Ends the recording of the symbols, and waits until what was recorded is stored. */
async function stored(operator: HostOperator, watch: CaptureWatch, symbols: readonly string[]): Promise<CaptureStatus> {
  let status = await operator.ask<CaptureStatus>('capture.stop', { symbols });
  const endMs = performance.now() + STORE_MS;
  while (status.compacting > 0 && performance.now() < endMs) {
    await sleep(STORE_LOOK_EVERY_MS);
    status = await operator.ask<CaptureStatus>('capture.status');
  }
  watch.news(status);
  return status;
}

function sayWhoHoldsTheKey(context: CommandContext): void {
  const host = lockHolder(context.home);
  if (host !== undefined) context.say(`The host, process ${host.pid}, goes on and holds the key: qt host stop`);
}

/** Counts one more restart. */
function tooMany(restartedMs: number[]): boolean {
  const now = performance.now();
  restartedMs.push(now);
  return restartedMs.filter((each) => now - each < HOUR_MS).length > RESTARTS_MAX;
}

async function finish(context: CommandContext): Promise<void> {
  const root = captureRoot(context.home);
  const claimed = await claimCaptures(root);
  try {
    const reports = [];
    for (const recorded of listRecordedDays(root)) {
      const report = await compactDay(recorded, { store: openStore(context.home) });
      reports.push(report);
      context.say(captureText(report));
    }
    context.result({ reports, cut: claimed.cut }, `${reports.length} recorded days are parts of the datasets`);
  } finally {
    claimed.release();
  }
}
