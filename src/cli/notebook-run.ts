// `qt notebook run`: all cells of a notebook, one after the other, and the notebook or a page of it with what they showed.

import { accessSync, constants } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { notebookPage } from '../kernel/notebook/html/notebook-page.ts';
import { notebookText } from '../kernel/notebook/notebook-text.ts';
import type { Parameters } from '../kernel/notebook/parameters.ts';
import type { CellFailure, NotebookRun } from '../kernel/notebook/run-notebook.ts';
import { writeWhole } from '../kernel/notebook/write-whole.ts';
import { warnsOfTypes } from '../kernel/warns-of-types.ts';
import { positive } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { notebookFault } from './notebook-fault.ts';
import type { Progress } from './progress.ts';
import { unwritable } from './unwritable.ts';

interface Options {
  readonly parameter?: Parameters;
  readonly out?: string;
  readonly timeLimit?: number;
}

export function runNotebookCommand(notebook: Command): void {
  notebook
    .command('run')
    .summary('run all cells; exit code 1 when one fails')
    .argument('<file>', 'an .ipynb file')
    .option(
      '-p, --parameter <name=value>',
      'in place of what the cell tagged parameters declares; may be given again',
      parameterOf,
    )
    .option('--out <file>', 'write it there with its outputs: .ipynb, or a page: .html')
    .option('--time-limit <seconds>', 'of each cell; one that takes longer is stopped, and has failed', positive)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options, command: Command) => {
      const context = contextOf(command);
      if (options.out !== undefined) refuseUselessOut(options.out);
      const progress = context.progress('run');
      const run = await runToEnd(file, options, progress);
      if (options.out !== undefined) write(options.out, file, run);
      const { cells, failed } = run;
      context.result(jsonOf(file, options, run), textOf(cells.length, options.out));
      if (failed === undefined) return;
      if (!context.json) context.say(failureText(file, failed));
      process.exitCode = 1;
    });
}

const EXAMPLES = `
Examples:
  qt notebook run notebooks/05-first-strategy.ipynb --out strategy.html
  qt notebook run study.ipynb -p instrument=WDO -p 'days=["2025-08-05"]' --out study-WDO.ipynb --time-limit 600
A value is JSON where it can be read as such (5, true, "5", ["a"]), else a text. See docs/notebooks.md.`;

const FORMATS: readonly string[] = ['.ipynb', '.html'];

function parameterOf(text: string, before: Parameters = {}): Parameters {
  const [, name, value] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)=([\s\S]*)$/u.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It must be name=value.');
  return { ...before, [name]: jsonOrText(value) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Before hours of work, not after. */
function refuseUselessOut(out: string): void {
  if (!FORMATS.includes(extname(out).toLowerCase())) {
    throw new UserError({
      code: 'bad-option',
      message: `${out} is neither an .ipynb nor an .html file`,
      field: 'out',
      fix: 'End its name with .ipynb or .html',
    });
  }
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
  } catch (error) {
    throw unwritable(error, out, 'out');
  }
}

async function runToEnd(
  file: string,
  { parameter = {}, timeLimit }: Options,
  progress: Progress,
): Promise<NotebookRun> {
  // a tenth of the time that the program takes to start; the other commands have no use for it
  const { runNotebook } = await import('../kernel/notebook/run-notebook.ts');
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, abort);
  try {
    return await runNotebook({
      path: file,
      parameters: parameter,
      warnsOfTypes: warnsOfTypes(process.env),
      ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit * 1000 }),
      onCell: (cell, cells, firstLine) => progress.update((cell - 1) / cells, `cell ${cell} of ${cells}: ${firstLine}`),
      signal: stop.signal,
    });
  } catch (error) {
    throw notebookFault(error);
  } finally {
    progress.stop();
    for (const signal of SIGNALS) process.off(signal, abort);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function write(out: string, file: string, { notebook }: NotebookRun): void {
  const isPage = extname(out).toLowerCase() === '.html';
  const folder = dirname(resolve(file));
  try {
    writeWhole(
      out,
      isPage ? notebookPage(notebook, { title: basename(file, '.ipynb'), folder }) : notebookText(notebook),
    );
  } catch (error) {
    throw unwritable(error, out, 'out');
  }
}

function jsonOf(notebook: string, { out }: Options, { cells, failed }: NotebookRun): object {
  return {
    notebook,
    out: out ?? null,
    cells: cells.map(({ cell, firstLine, durationMs, outputs }) => ({
      ...{ cell, firstLine, seconds: Math.round(durationMs) / 1000, outputs: outputs.length },
    })),
    failed: failed === undefined ? null : { ...failed, place: failed.place ?? null },
  };
}

function textOf(cells: number, out: string | undefined): string {
  return `${counted(cells, 'cell')} ran; ${out === undefined ? 'nothing written (--out FILE keeps what they showed)' : `written to ${out}`}`;
}

function failureText(file: string, { cell, firstLine, name, message, place, traceback }: CellFailure): string {
  const where = place === undefined ? '' : ` (${place})`;
  const head = `${file}: cell ${cell} failed: ${firstLine}\n${name}: ${message}${where}`;
  const lines = process.stderr.isTTY ? traceback.slice(1) : traceback.slice(1).map(withoutColours);
  return [head, ...lines].join('\n');
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

function withoutColours(line: string): string {
  return line.replaceAll(COLOUR, '');
}
