// A home folder, a tape and commands in; a host process with its vendor process and the simulated library, asked, ended or killed.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { termsFile } from '../../src/adapters/datasets/instruments/instrument-file.ts';
import type { AccountName } from '../../src/adapters/profit-dll/decode/feed-facts.ts';
import type { InstrumentTerms } from '../../src/core/market/instrument-terms.ts';
import type { CaptureStatus } from '../../src/runner/capture/host-capture.ts';
import { HostOperator } from '../../src/runner/capture/host-operator.ts';
import type { VendorStatus } from '../../src/runner/host/vendor/vendor-port.ts';
import { fromWire, toWire } from '../../src/runner/host/vendor/wire-value.ts';
import { type HostPlan, readyFile } from './host-process.ts';

const START_MS = 40_000;
const POLL_MS = 5;
/** So many processes are started here that compiling is half of the time. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/node-compile');

export const SECRETS = {
  QT_PROFIT_ACTIVATION_KEY: 'KEY-1234567',
  QT_PROFIT_USER: 'someone@example.com',
  QT_PROFIT_PASSWORD: 'pa55-word-7',
  QT_PROFIT_ROUTING_PASSWORD: 'r0uting-word-8',
} as const;

export interface StageOptions {
  readonly dllPath: string;
  readonly startUs: number;
  /** For the simulated library. */
  readonly commands: readonly string[];
  /** An earlier stage's folder, where the day goes on. */
  readonly home?: string;
  readonly transport?: 'local' | 'tcp';
  readonly accounts?: readonly AccountName[];
  /** What the monotonic clock showed when the host's clock showed `startUs`; now when it is left out. */
  readonly zeroNs?: bigint;
  readonly machine?: object;
  /** Instruments that the built-in table does not know. */
  readonly terms?: readonly InstrumentTerms[];
}

export interface HostStatus {
  readonly pid: number;
  readonly events: number;
  readonly vendor: VendorStatus;
}

export interface HostEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

export function newStageHome(): string {
  return mkdtempSync(join(tmpdir(), 'qt-end-'));
}

export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = 30_000,
): Promise<T> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endMs) throw new Error(`${what} did not come to pass within ${patienceMs} ms`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export class HostStage {
  readonly home: string;
  readonly ended: Promise<HostEnd>;
  /** Of the host process. */
  readonly pid: number;
  /** When the host's clock shows the beginning that was asked for, by the monotonic clock of the machine. */
  readonly zeroNs: bigint;
  private readonly child: ChildProcess;
  private readonly commandFile: string;
  private isOver = false;
  private operator: HostOperator | undefined = undefined;

  /** Resolves when the host listens; the vendor may still be on its way. */
  static async start(options: StageOptions): Promise<HostStage> {
    const home = options.home ?? newStageHome();
    const working = join(home, 'work');
    mkdirSync(working, { recursive: true });
    rmSync(readyFile(home), { force: true });
    rmSync(join(working, 'simulation-commands.txt'), { force: true });
    writeFileSync(join(working, 'simulation.txt'), `${options.commands.join('\n')}\n`);
    const machine = {
      schemaVersion: 1,
      dllPath: options.dllPath,
      workingFolder: working,
      feed: 'native',
      ...options.machine,
    };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    for (const each of options.terms ?? []) {
      const { path, text } = termsFile(each);
      mkdirSync(join(home, 'datasets', each.symbol), { recursive: true });
      writeFileSync(join(home, 'datasets', path), text);
    }
    const stage = new HostStage(home, options);
    await until('the start of the host', () => stage.isOver || existsSync(readyFile(home)), START_MS);
    if (stage.isOver) throw new Error(`the host ended with ${JSON.stringify(await stage.ended)}`);
    stage.operator = await HostOperator.connect(home, 'stage');
    return stage;
  }

  private constructor(home: string, { startUs, transport, accounts, zeroNs }: StageOptions) {
    this.home = home;
    this.zeroNs = zeroNs ?? process.hrtime.bigint();
    this.commandFile = join(home, 'work', 'simulation-commands.txt');
    const plan: HostPlan = {
      home,
      startUs,
      zeroNs: `${this.zeroNs}`,
      ...(transport === undefined ? {} : { transport }),
      ...(accounts === undefined ? {} : { accounts }),
    };
    const outputPath = join(home, 'host-output.txt');
    const output = openSync(outputPath, 'a');
    const script = join(import.meta.dirname, 'host-process.ts');
    // Node 22 calls SQLite experimental, which is no word of ours
    const flags = ['--disable-warning=ExperimentalWarning'];
    this.child = spawn(process.execPath, [...flags, script, JSON.stringify(plan)], {
      stdio: ['ignore', output, output],
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...SECRETS },
    });
    closeSync(output);
    this.pid = this.child.pid!;
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        this.isOver = true;
        resolve({ code, signal, output: readFileSync(outputPath, 'utf8') });
      });
    });
  }

  ask<T>(what: string, args: object = {}): Promise<T> {
    return this.operator!.ask<T>(what, args);
  }

  /** Of the vendor library, through the host. Throws what the vendor refused with. */
  async call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    const wire = await this.ask<unknown>('call', toWire({ method, args }) as object);
    const answer = fromWire(wire) as { ok: true; value: T } | { ok: false; error: { message: string } };
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  status(): Promise<HostStatus> {
    return this.ask('status');
  }

  /** To the simulated library while it runs. */
  command(...lines: readonly string[]): void {
    appendFileSync(this.commandFile, `${lines.join('\n')}\n`);
  }

  /** A library that starts reads them all again. */
  forgetCommands(): void {
    rmSync(this.commandFile, { force: true });
  }

  capture(symbol: string): Promise<CaptureStatus> {
    return this.ask('capture.start', { symbols: [symbol], book: 'none' });
  }

  /** Records of a stream on their way to the disk; those of history count as trades. */
  async recorded(): Promise<{ readonly trades: number; readonly quotes: number }> {
    const { recordings } = await this.ask<CaptureStatus>('capture.status');
    const streams = recordings.flatMap((recording) => recording.streams);
    const of = (...names: readonly string[]): number =>
      streams.reduce((sum, { stream, records }) => sum + (names.includes(stream) ? records : 0), 0);
    return { trades: of('trades', 'backfill'), quotes: of('quotes') };
  }

  async vendorPid(): Promise<number> {
    return await until('a running vendor process', async () => {
      const { process } = (await this.status()).vendor;
      return process.kind === 'running' && process.pid;
    });
  }

  /** As an operator asks for it, also while something is open. */
  async stop(): Promise<HostEnd> {
    await this.ask('stop', { force: true });
    return await this.ended;
  }

  kill(): void {
    if (!this.isOver) this.child.kill('SIGKILL');
  }

  log(): string {
    return readFileSync(join(this.home, 'host', 'log', 'host.log'), 'utf8');
  }

  async remove(): Promise<void> {
    this.kill();
    await this.ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10 });
  }
}
