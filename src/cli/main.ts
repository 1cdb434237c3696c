// Command line in, exit code out: the `qt` command with its sub-commands.

import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { alertsCommand } from './alerts.ts';
import { backtestCommand } from './backtest.ts';
import { candlesCommand } from './candles.ts';
import { captureCommand } from './capture.ts';
import { certifyCommand } from './certify.ts';
import type { GlobalOptions } from './command-context.ts';
import { compareCommand } from './compare.ts';
import { contractsCommand } from './contracts.ts';
import { datasetsCommand } from './datasets.ts';
import { dayReportCommand } from './day-report.ts';
import { deliverCommand } from './deliver.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { driftCommand } from './drift.ts';
import { featuresCommand } from './features.ts';
import { historyCommand } from './history.ts';
import { hostCommand } from './host.ts';
import { importCommand } from './import.ts';
import { kernelCommand } from './kernel.ts';
import { keysCommand } from './keys.ts';
import { killCommand } from './kill.ts';
import { liveCommand, shadowCommand } from './live.ts';
import { modelsCommand } from './models.ts';
import { notebookCommand } from './notebook.ts';
import { flattenCommand, pauseCommand, resumeCommand } from './operate.ts';
import { paperCommand } from './paper.ts';
import { promoteCommand } from './promote.ts';
import { regimeCommand } from './regime.ts';
import { releasesCommand } from './releases.ts';
import { replayCommand } from './replay.ts';
import { reportError } from './report-error.ts';
import { retrainCommand } from './retrain.ts';
import { rollbackCommand } from './rollback.ts';
import { secretsCommand } from './secrets.ts';
import { seriesCommand } from './series.ts';
import { sqlCommand } from './sql.ts';
import { statusCommand } from './status.ts';
import { stopCommand } from './stop.ts';
import { strategiesCommand } from './strategies.ts';
import { stressCommand } from './stress.ts';
import { sweepCommand } from './sweep.ts';
import { synthCommand } from './synth.ts';
import { trainCommand } from './train.ts';
import { trialsCommand } from './trials.ts';
import { workerCommand } from './worker.ts';

const COMMANDS: readonly ((program: Command) => void)[] = [
  importCommand,
  candlesCommand,
  featuresCommand,
  datasetsCommand,
  sqlCommand,
  contractsCommand,
  seriesCommand,
  synthCommand,
  strategiesCommand,
  regimeCommand,
  notebookCommand,
  trainCommand,
  modelsCommand,
  driftCommand,
  retrainCommand,
  backtestCommand,
  sweepCommand,
  workerCommand,
  stressCommand,
  trialsCommand,
  promoteCommand,
  releasesCommand,
  rollbackCommand,
  keysCommand,
  deliverCommand,
  paperCommand,
  shadowCommand,
  liveCommand,
  statusCommand,
  pauseCommand,
  resumeCommand,
  flattenCommand,
  stopCommand,
  killCommand,
  replayCommand,
  dayReportCommand,
  certifyCommand,
  compareCommand,
  secretsCommand,
  alertsCommand,
  doctorCommand,
  hostCommand,
  captureCommand,
  historyCommand,
  kernelCommand,
  demoCommand,
];

/** Runs one command line (without node and script). Never throws; gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('qt')
    .description('QuantumTrader: research and trading of B3 futures')
    .version(packageJson.version)
    .option('--json', 'print one JSON object on standard output, nothing else there')
    .option('--home <dir>', 'folder of datasets/, runs/ and releases/ (default: $QT_HOME, else this repository)')
    .option('--debug', 'print stack traces')
    .showHelpAfterError('See qt --help, or qt COMMAND --help')
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 refused, failed, or the replay differs; 2 wrong usage. Those of status: qt status --help.',
    );
  for (const add of COMMANDS) add(program);
  prepare(program);
  let code = 0;
  try {
    await program.parseAsync(args, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    const options = program.opts<GlobalOptions>();
    const json = options.json ?? args.includes('--json');
    code = reportError(error, { json, debug: options.debug ?? args.includes('--debug') });
  }
  return code;
}

/** Errors are thrown, not exited on; the global options may stand before or after the sub-command. */
function prepare(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) {
    if (command.parent === null) {
      child.option('--json', 'print one JSON object on standard output');
      child.option('--home <dir>', 'folder of datasets/, runs/ and releases/');
      child.option('--debug', 'print stack traces');
    }
    prepare(child);
  }
}

if (import.meta.main) {
  // a reader that has seen enough (qt ... | head) is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await main(process.argv.slice(2));
}
