// A command line of `qt` in; the JSON object that it printed in a process of its own, or why there is none, out.

import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { endTree, treeOptions } from './end-tree.ts';

export type StepResult =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string };

export interface StepOptions {
  readonly home: string;
  /** What it says to people is added here. */
  readonly logFile: string;
  /** Aborted: the step and all that it started are ended. */
  readonly signal: AbortSignal;
}

/** What a command may print; more would be no answer. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

export const qtMain: string = join(packageRoot, 'src', 'cli', 'main.ts');

/** Never rejects. The priority of this process is inherited. */
export function runStep(args: readonly string[], { home, logFile, signal }: StepOptions): Promise<StepResult> {
  if (signal.aborted) return Promise.resolve({ kind: 'failed', reason: reasonOf(signal) });
  const log = openSync(logFile, 'a');
  writeSync(log, `$ qt ${args.join(' ')}\n`);
  const child = spawn(process.execPath, [qtMain, ...args, '--home', home, '--json'], {
    ...treeOptions,
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', log],
  });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (): void => endTree(child);
    const settle = (result: StepResult): void => {
      signal.removeEventListener('abort', end);
      if (result.kind === 'failed') writeSync(log, `${result.reason}\n`);
      closeSync(log);
      resolve(result);
    };
    signal.addEventListener('abort', end, { once: true });
    child.stdout!.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= ANSWER_BYTES_MAX) chunks.push(chunk);
      else end();
    });
    let fault: string | undefined;
    child.on('error', (error) => {
      fault = error.message;
      // a process that never began has no end to be told
      if (child.pid === undefined) settle({ kind: 'failed', reason: `qt ${args[0]} could not start: ${fault}` });
    });
    child.on('close', (code) => {
      if (child.pid === undefined) return;
      if (signal.aborted) settle({ kind: 'failed', reason: reasonOf(signal) });
      else settle(answerOf(args[0]!, code, Buffer.concat(chunks).toString('utf8')));
    });
  });
}

function answerOf(command: string, code: number | null, text: string): StepResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'failed', reason: `qt ${command} ended with ${code ?? 'a signal'} and no answer` };
  }
  if (code === 0) return { kind: 'done', value };
  const { error } = value as { readonly error?: { readonly message?: string; readonly fix?: string } };
  const words = [error?.message, error?.fix].filter((each) => each !== undefined).join('. ');
  return { kind: 'failed', reason: `qt ${command}: ${words === '' ? `ended with ${code}` : words}` };
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}
