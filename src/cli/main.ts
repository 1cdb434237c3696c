// Command line in, exit code out: the `qt` command with its sub-commands.

import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { GlobalOptions } from './command-context.ts';
import { reportError } from './report-error.ts';

type AddCommand = (program: Command) => void;

/** By its name; the modules of a command are loaded when it is asked for, since those of all take a second. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  import: async () => (await import('./import.ts')).importCommand,
  candles: async () => (await import('./candles.ts')).candlesCommand,
  features: async () => (await import('./features.ts')).featuresCommand,
  datasets: async () => (await import('./datasets.ts')).datasetsCommand,
  sql: async () => (await import('./sql.ts')).sqlCommand,
  contracts: async () => (await import('./contracts.ts')).contractsCommand,
  series: async () => (await import('./series.ts')).seriesCommand,
  synth: async () => (await import('./synth.ts')).synthCommand,
  strategies: async () => (await import('./strategies.ts')).strategiesCommand,
  regime: async () => (await import('./regime.ts')).regimeCommand,
  notebook: async () => (await import('./notebook.ts')).notebookCommand,
  train: async () => (await import('./train.ts')).trainCommand,
  models: async () => (await import('./models.ts')).modelsCommand,
  drift: async () => (await import('./drift.ts')).driftCommand,
  retrain: async () => (await import('./retrain.ts')).retrainCommand,
  backtest: async () => (await import('./backtest.ts')).backtestCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  worker: async () => (await import('./worker.ts')).workerCommand,
  stress: async () => (await import('./stress.ts')).stressCommand,
  trials: async () => (await import('./trials.ts')).trialsCommand,
  promote: async () => (await import('./promote.ts')).promoteCommand,
  releases: async () => (await import('./releases.ts')).releasesCommand,
  rollback: async () => (await import('./rollback.ts')).rollbackCommand,
  keys: async () => (await import('./keys.ts')).keysCommand,
  deliver: async () => (await import('./deliver.ts')).deliverCommand,
  paper: async () => (await import('./paper.ts')).paperCommand,
  shadow: async () => (await import('./live.ts')).shadowCommand,
  live: async () => (await import('./live.ts')).liveCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  pause: async () => (await import('./operate.ts')).pauseCommand,
  resume: async () => (await import('./operate.ts')).resumeCommand,
  flatten: async () => (await import('./operate.ts')).flattenCommand,
  stop: async () => (await import('./stop.ts')).stopCommand,
  kill: async () => (await import('./kill.ts')).killCommand,
  replay: async () => (await import('./replay.ts')).replayCommand,
  'day-report': async () => (await import('./day-report.ts')).dayReportCommand,
  certify: async () => (await import('./certify.ts')).certifyCommand,
  compare: async () => (await import('./compare.ts')).compareCommand,
  secrets: async () => (await import('./secrets.ts')).secretsCommand,
  alerts: async () => (await import('./alerts.ts')).alertsCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  host: async () => (await import('./host.ts')).hostCommand,
  capture: async () => (await import('./capture.ts')).captureCommand,
  history: async () => (await import('./history.ts')).historyCommand,
  kernel: async () => (await import('./kernel.ts')).kernelCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
};

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
  program.exitOverride();
  let code = 0;
  try {
    for (const add of await commandsOf(program, args)) add(program);
    prepare(program);
    await program.parseAsync(args, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    const options = program.opts<GlobalOptions>();
    const json = options.json ?? args.includes('--json');
    code = reportError(error, { json, debug: options.debug ?? args.includes('--debug') });
  }
  return code;
}

/** The one that is named; all of them where none is, for the help and for what a misspelt name may have meant. */
async function commandsOf(program: Command, args: readonly string[]): Promise<readonly AddCommand[]> {
  const name = program.parseOptions([...args]).operands[0] ?? '';
  const loads = Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]!] : Object.values(COMMANDS);
  return Promise.all(loads.map((load) => load()));
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
