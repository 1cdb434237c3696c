// Runs the plain C client against the simulated ProfitDLL in a process and a folder of its own; what it printed comes back.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { simulatedClient, simulatedDll } from '../../support/simulated-dll.ts';
import type { SimulatedTape } from '../../support/simulated-tape.ts';

const patienceMs = 15_000;

export interface ClientRun {
  readonly tape?: SimulatedTape;
  readonly past?: SimulatedTape;
  /** Commands of simulation.txt. */
  readonly commands?: readonly string[];
  /** Files whose text is wanted afterwards. */
  readonly keep?: readonly string[];
  /** Killed after so long; the right clients need far less. */
  readonly patienceMs?: number;
  /** What the client does, in words of test/native/simulated/client. */
  readonly words: readonly string[];
}

export interface ClientOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
  readonly errors: string;
  /** Counters that the library left behind; empty when it did not come to its end. */
  readonly report: ReadonlyMap<string, number>;
  readonly kept: ReadonlyMap<string, string>;
}

function readReport(folder: string): ReadonlyMap<string, number> {
  try {
    const lines = readFileSync(join(folder, 'simulation-report.txt'), 'utf8').trim().split('\n');
    return new Map(lines.map((line) => [line.split(' ')[0] as string, Number(line.split(' ')[1])]));
  } catch {
    return new Map();
  }
}

export async function runClient(run: ClientRun): Promise<ClientOutcome> {
  const [library, client] = [await simulatedDll(), await simulatedClient()];
  const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
  try {
    const commands = [...(run.commands ?? [])];
    // Written last, read first: what is loaded later may need what stands before.
    if (run.past !== undefined) {
      run.past.write(join(folder, 'past.tape'));
      commands.unshift('history past.tape');
    }
    if (run.tape !== undefined) {
      run.tape.write(join(folder, 'day.tape'));
      commands.unshift('tape day.tape');
    }
    writeFileSync(join(folder, 'simulation.txt'), `${commands.join('\n')}\n`);
    const seen = await watch(client, [library, ...run.words], folder, run.patienceMs ?? patienceMs);
    const kept = (run.keep ?? []).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
    return { ...seen, kept: new Map(kept) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function watch(
  client: string,
  args: readonly string[],
  folder: string,
  timeout: number,
): Promise<Omit<ClientOutcome, 'kept'>> {
  return new Promise((done, failed) => {
    const child = spawn(client, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString('latin1');
    });
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString('latin1');
    });
    child.on('error', failed);
    child.on('close', (code, signal) => {
      done({ code, signal, lines: output.split('\n').filter(Boolean), errors, report: readReport(folder) });
    });
  });
}

/** Lines that begin with this word, without it. */
export function lines(outcome: ClientOutcome, word: string): readonly string[] {
  return outcome.lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
}
