// A script of Node and its arguments in; exit code and the end of its output out, within a time limit.

import { spawn } from 'node:child_process';

export interface ToolResult {
  /** Undefined when it was ended by the time limit or a signal, or never started. */
  readonly exitCode: number | undefined;
  /** The end of what it wrote to both outputs. */
  readonly output: string;
}

const OUTPUT_LENGTH_MAX = 64 * 1024;
// A test runner that finds itself inside another behaves differently.
const NOT_INHERITED = /^(VITEST|VITEST_.*|NODE_ENV|TEST|FORCE_COLOR)$/;

/** Runs on the Node that runs this program, which is the pinned one. `environment` comes on top of ours. */
export function runTool(
  script: string,
  args: readonly string[],
  cwd: string,
  timeoutMs: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env,
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (chunk: string): void => {
      output = (output + chunk).slice(-OUTPUT_LENGTH_MAX);
    };
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.on('error', (error) => resolve({ exitCode: undefined, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? undefined, output }));
  });
}
