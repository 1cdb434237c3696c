// `qt certify RUN`: the parity certificate of a session, made and signed; those of a home, proved and listed.

import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { readRunInfo } from '../adapters/journal/run-folder.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { UserError } from '../adapters/user-error.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import { certifyRun } from '../promotion/parity/certify-run.ts';
import type { ParityCertificate } from '../promotion/parity/parity-certificate.ts';
import { type CertificateQuery, readCertificates } from '../promotion/parity/read-certificates.ts';
import { isOver, uncertifiedRuns } from '../promotion/parity/uncertified-runs.ts';
import { type SigningKey, signingKeyFile } from '../promotion/release/keys.ts';
import { signingKey } from '../promotion/release/signing-key.ts';
import { storedFingerprint } from '../promotion/release/stored-key-mark.ts';
import { certificateLine, certificateText } from './certificate-text.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { dayReportOf } from './day-report.ts';
import { findRun } from './find-run.ts';
import { EXIT_FAILED } from './report-error.ts';

interface Options {
  readonly list?: boolean;
  readonly missing?: boolean;
  readonly strategy?: string;
}

export function certifyCommand(program: Command): void {
  program
    .command('certify')
    .summary('a signed statement that a session is what its release does')
    .description(
      'Replays the run through its own release, backtests its day, names the cause of each difference and what must never happen, and signs that as ' +
        'certificate.json in its folder. Exit code 1 where it is not identical. A session does it by itself after its close.',
    )
    .argument('[run]', 'folder of the run, or its name in the home')
    .option('--missing', 'of every session of the last 10 days that is over and has none, at low priority')
    .option('--list', 'show the certificates of this home, each proved anew')
    .option('--strategy <name>', 'of the list: of this strategy only')
    .addHelpText('after', '\nExamples:\n  qt certify runs/20270301T120000Z-live-wdo-regime-1a2b3c\n  qt certify --list')
    .action(async (run: string | undefined, options: Options, command: Command) => {
      const context = contextOf(command);
      checkOptions(run, options);
      if (options.list === true) return list(context, { strategy: options.strategy });
      if (options.missing === true) return certifyMissing(context);
      const certificate = await certify(context, findRun(context.home, run!));
      context.result(certificate, certificateText(certificate));
      if (certificate.verdict !== 'identical') process.exitCode = EXIT_FAILED;
    });
}

/** UserError `bad-option`. */
function checkOptions(run: string | undefined, { list: isList, missing, strategy }: Options): void {
  const given = [run !== undefined, isList === true, missing === true].filter(Boolean).length;
  if (given === 1 && (strategy === undefined || isList === true)) return;
  throw new UserError({
    code: 'bad-option',
    message: given === 1 ? '--strategy belongs to --list' : 'Name one of: a run, --missing, --list',
    fix: 'For example: qt certify RUN, or qt certify --list --strategy NAME',
  });
}

/** Throws UserError `run-not-over`, and those of the run, its release and the key. */
async function certify(context: CommandContext, folder: string): Promise<ParityCertificate> {
  if (!isOver(folder, readRunInfo(folder))) {
    throw new UserError({
      code: 'run-not-over',
      message: `The run ${folder} is not over: what it did is not known yet`,
      file: folder,
      fix: 'Wait for its end, or end it: qt stop',
    });
  }
  const key = await keyOf(context.home);
  return certifyRun(await dayReportOf(context, folder), instrumentOf, key);
}

/** None is made by the way: whatever it signed would be trusted here, releases too. */
async function keyOf(home: string): Promise<SigningKey> {
  if (existsSync(signingKeyFile(home)) || storedFingerprint(home) !== undefined) return (await signingKey(home)).key;
  throw new UserError({
    code: 'key-missing',
    message: `The home ${home} has no key to sign certificates with`,
    fix: 'Make one, which this home then trusts: qt keys init',
  });
}

function list(context: CommandContext, query: CertificateQuery): void {
  const { certificates, refused } = readCertificates(context.home, query);
  const lines = [
    ...certificates.map(certificateLine),
    ...refused.map(({ run, code, message }) => `${run}  REFUSED ${code}: ${message}`),
  ];
  context.result({ certificates, refused }, lines.length === 0 ? 'no certificates here' : lines.join('\n'));
  if (refused.length > 0) process.exitCode = EXIT_FAILED;
}

/** One that fails stops no other. Exit code 1 where one failed, whatever the verdicts are. */
async function certifyMissing(context: CommandContext): Promise<void> {
  // what is replayed needs none
  takeFromEnvironment();
  lowPriority(context);
  const made: Pick<ParityCertificate, 'run' | 'verdict'>[] = [];
  const failed: { readonly run: string; readonly message: string }[] = [];
  const runs = uncertifiedRuns(context.home, Date.now());
  // once, rather than with the name of each run
  if (runs.length > 0) await keyOf(context.home);
  for (const folder of runs) {
    try {
      const certificate = await certify(context, folder);
      context.say(certificateLine(certificate));
      made.push({ run: certificate.run, verdict: certificate.verdict });
    } catch (error) {
      // a session that never began has nothing to certify
      if (error instanceof UserError && error.code === 'run-empty') continue;
      failed.push({ run: basename(folder), message: error instanceof Error ? error.message : String(error) });
    }
  }
  const faults = failed.map(({ run, message }) => `${run}: ${message}`);
  const error = { message: faults.join('; '), fix: 'See why: qt certify RUN' };
  const text = [`${made.length} certificates made`, ...faults].join('\n');
  context.result({ made, failed, ...(failed.length === 0 ? {} : { error }) }, text);
  if (failed.length > 0) process.exitCode = EXIT_FAILED;
}

/** A system that refuses it only makes it a little less polite. */
function lowPriority(context: CommandContext): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch (error) {
    context.say(`note: at normal priority: ${error instanceof Error ? error.message : String(error)}`);
  }
}
