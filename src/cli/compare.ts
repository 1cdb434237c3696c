// `qt compare RELEASE CANDIDATE`: what two releases decided on the same days, as they ran and over the stored days under the same fill model.

import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { RUN_FILE, readRunInfo } from '../adapters/journal/run-folder.ts';
import { verifiedLedger } from '../adapters/ledger/verify-ledger.ts';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { UserError } from '../adapters/user-error.ts';
import { type SessionsBeside, sessionsBeside } from '../promotion/parity/sessions-beside.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { type ShownRelease, showRelease } from '../promotion/release/release-list.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import { compareModels, type ModelComparison, type SeenDays } from '../research/retraining/compare-models.ts';
import { decidedCandles } from '../research/retraining/decided-candles.ts';
import { type ModelResult, modelResult } from '../research/retraining/model-result.ts';
import { seenDays } from '../research/retraining/seen-days.ts';
import { type SideBySide, sideBySide } from '../research/retraining/side-by-side.ts';
import { runStep } from '../runner/retraining/run-step.ts';
import { releaseModelFolder } from './candidate-text.ts';
import type { CommandContext } from './command-context.ts';
import { comparisonText } from './compare-text.ts';
import { contextOf } from './context-of.ts';
import { findRun } from './find-run.ts';

interface Options {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface StoredDays {
  readonly from: string;
  readonly to: string;
  readonly decisions: SideBySide;
  /** Net of costs, paired by day. */
  readonly results: ModelComparison;
  /** Costs, latencies and capital of both. */
  readonly isSameConditions: boolean;
  /** Folder with the journals of both. */
  readonly folder: string;
}

export interface ReleaseComparison {
  readonly champion: string;
  readonly challenger: string;
  /** As they ran against the host; null where they never did on the same day. */
  readonly sessions: SessionsBeside | null;
  /** Over the stored days, each by its own code, with the same simulated exchange; a text says why there is nothing. */
  readonly stored: StoredDays | string;
}

export function compareCommand(program: Command): void {
  program
    .command('compare')
    .summary('two releases on the same days: decisions side by side, and what each would have earned')
    .description(
      'Lays what both decided against the host side by side, then runs each by its own code over the stored days with the same simulated exchange and ' +
        'pairs the results by day. Without --from and --to: the days on which both ran. Nothing is promoted.',
    )
    .argument('<release>', 'what runs: a run, or a release by folder, id, STRATEGY@STAGE, or channel file')
    .argument('<candidate>', 'the other release')
    .option('--from <YYYY-MM-DD>', 'the first day')
    .option('--to <YYYY-MM-DD>', 'the last day')
    .addHelpText('after', '\nExample:\n  qt compare wdo-regime@live 1a2b --from 2027-03-01 --to 2027-03-31')
    .action(async (release: string, candidate: string, { from, to }: Options, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const [champion, challenger] = [releaseOf(home, release), releaseOf(home, candidate)];
      if (champion === challenger) throw theSame(candidate);
      const sessions = sessionsBeside({ home, champion, challenger, from, to }) ?? null;
      const days = { from: from ?? sessions?.days[0], to: to ?? sessions?.days.at(-1) };
      const stored = await storedDays(context, champion, challenger, days);
      const compared: ReleaseComparison = { champion, challenger, sessions, stored };
      context.result(compared, comparisonText(compared));
    });
}

/** The id of a release, or of that of a run. UserErrors of names, and `run-without-release`. */
function releaseOf(home: string, spec: string): string {
  const folder = findRun(home, spec);
  if (!existsSync(join(folder, RUN_FILE))) return basename(resolveRelease(home, spec).dir);
  const { release } = readRunInfo(folder);
  if (release !== null) return release;
  throw new UserError({
    code: 'run-without-release',
    message: `The run ${folder} was made from source`,
    file: folder,
    fix: 'Name a run of a release, or a release',
  });
}

function theSame(candidate: string): UserError {
  return new UserError({
    code: 'bad-option',
    message: `${candidate} is the same release`,
    field: 'candidate',
    fix: 'Name another release: qt releases list',
  });
}

async function storedDays(
  context: CommandContext,
  champion: string,
  challenger: string,
  { from, to }: Options,
): Promise<StoredDays | string> {
  if (from === undefined || to === undefined) return 'they ran on no day together: name days with --from and --to';
  const { home } = context;
  const releases = [champion, challenger].map((id) => showRelease(home, id, readTrustedKeys(home)).release);
  const folder = join(home, 'compare', new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, ''));
  mkdirSync(folder, { recursive: true });
  const journals: string[] = [];
  const results: ModelResult[] = [];
  for (const [k, { id, manifest }] of releases.entries()) {
    context.say(`${id.slice(0, 8)} over the stored days from ${from} to ${to}`);
    const journal = join(folder, k === 0 ? 'champion' : 'challenger');
    const args = ['paper', '--release', id, '--journal', journal, '--from', from, '--to', to];
    const step = { home, logFile: join(folder, 'log.txt'), signal: new AbortController().signal };
    const outcome = await runStep(args, step);
    if (outcome.kind === 'failed') return `${id.slice(0, 8)}: ${outcome.reason}`;
    const { entries } = verifiedLedger(home);
    const result = modelResult(home, entries, { strategy: manifest.strategy, of: { release: id }, from, to });
    if (result === undefined) return `${id.slice(0, 8)}: the ledger of trials has no results by day of it`;
    journals.push(journal);
    results.push(result);
  }
  const [own, other] = results as [ModelResult, ModelResult];
  const seen = { champion: await seenBy(releases[0]!), challenger: await seenBy(releases[1]!) };
  return {
    ...{ from, to, folder, isSameConditions: own.conditions === other.conditions },
    decisions: sideBySide(decidedCandles({ runs: [journals[0]!] }), decidedCandles({ runs: [journals[1]!] })),
    results: compareModels(own, other, seen),
  };
}

/** None of a release without a model. */
async function seenBy(release: ShownRelease['release']): Promise<SeenDays> {
  const folder = releaseModelFolder(release);
  if (folder === null) return { spans: [] };
  return seenDays((await readModelFolder(folder)).manifest);
}
