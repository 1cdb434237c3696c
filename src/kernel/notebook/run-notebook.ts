// The path of a notebook and its parameters in; what its cells showed, run one after the other in a fresh process, out.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecuteReply } from '../session/session-events.ts';
import { CellProcess } from './cell-process.ts';
import { CellTypes } from './cell-types.ts';
import { currentForm } from './current-form.ts';
import {
  codeCells,
  joined,
  type Notebook,
  type NotebookCell,
  type Output,
  readNotebook,
  tagsOf,
} from './notebook-file.ts';
import { NotebookOutputs } from './notebook-outputs.ts';
import { isInjected, type Parameters, withParameters } from './parameters.ts';
import { TIME_LIMIT_ERROR } from './process-messages.ts';
import { strippedNotebook } from './strip-outputs.ts';

export interface NotebookRunOptions {
  readonly path: string;
  readonly parameters?: Parameters;
  /** For each cell; without end where absent. */
  readonly timeLimitMs?: number;
  /** Of the package that cells import by name; the one that this file belongs to where absent. */
  readonly root?: string;
  /** Before each cell. */
  readonly onCell?: (cell: number, cells: number, firstLine: string) => void;
  /** Prints type errors of a cell below it, as the kernel does; the compiler reads for seconds beside the run. */
  readonly warnsOfTypes?: boolean;
  /** Ends the run: the cell that runs fails. */
  readonly signal?: AbortSignal;
}

export interface RanCell {
  /** From 1, among the code cells that are not empty, that of the parameters included: what Jupyter counts. */
  readonly cell: number;
  readonly firstLine: string;
  readonly durationMs: number;
  readonly outputs: readonly Output[];
}

export interface CellFailure {
  readonly cell: number;
  readonly firstLine: string;
  readonly name: string;
  readonly message: string;
  /** `cell 3, line 2, column 7` or `src/a.ts:2:7`, where it is known. */
  readonly place: string | undefined;
  /** With ANSI colours. */
  readonly traceback: readonly string[];
}

export interface NotebookRun {
  /** With the outputs of this run, those of earlier ones gone, in the format 4.5. */
  readonly notebook: Notebook;
  /** Those that ran. */
  readonly cells: readonly RanCell[];
  /** Of all cells, in order. */
  readonly outputs: readonly Output[];
  /** The cell at which the run ended. One tagged `raises-exception` ends none. */
  readonly failed: CellFailure | undefined;
}

const PACKAGE = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
const PLACE = /\(((?:cell \d+, line \d+, column \d+)|(?:[^()]+:\d+:\d+))\)/;
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** @throws NotebookError where the notebook cannot be read, or has no such parameter; a cell that fails is no error. */
export async function runNotebook(options: NotebookRunOptions): Promise<NotebookRun> {
  const path = resolve(options.path);
  const given = withParameters(strippedNotebook(readNotebook(path)), options.parameters ?? {}, path);
  const notebook = currentForm(given);
  const outputs = new NotebookOutputs();
  const { timeLimitMs, parameters } = options;
  const cells = new CellProcess(
    {
      ...{ root: options.root ?? PACKAGE, folder: dirname(path), file: path },
      ...(parameters === undefined ? {} : { parameters }),
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    },
    (event) => outputs.take(event),
  );
  const abort = (): void => cells.kill('The run was ended from outside');
  options.signal?.addEventListener('abort', abort);
  const types = options.warnsOfTypes === true ? new CellTypes(dirname(path)) : undefined;
  const ran = new Map<NotebookCell, Ran>();
  let failed: CellFailure | undefined;
  const code = codeCells(notebook);
  await cells.started();
  for (const [at, cell] of code.entries()) {
    const number = at + 1;
    const firstLine = firstLineOf(cell);
    options.onCell?.(number, code.length, firstLine);
    const token = `cell ${number}`;
    outputs.begin(token);
    const startedMs = performance.now();
    types?.begin(token, joined(cell.source));
    // one that an earlier run has left in the file is a cell like any other
    const isOfRun = isInjected(cell) && parameters !== undefined && Object.keys(parameters).length > 0;
    const reply = await cells.run(token, joined(cell.source), isOfRun);
    types?.ended(joined(cell.source), reply.kind === 'ok');
    ran.set(cell, {
      number,
      token,
      firstLine,
      durationMs: performance.now() - startedMs,
      executionCount: reply.executionCount,
    });
    failed = failureOf(reply, number, firstLine);
    if (failed === undefined) continue;
    if (cells.isGone) outputs.take({ kind: 'error', token, error: failed });
    // what had to be stopped has not failed as it was meant to
    if (cells.isGone || failed.name === TIME_LIMIT_ERROR || !tagsOf(cell).includes('raises-exception')) break;
    failed = undefined;
  }
  await cells.close();
  if (options.signal?.aborted !== true) {
    for (const [token, text] of (await types?.told()) ?? []) {
      if (text !== '') outputs.take({ kind: 'stream', token, name: 'stderr', text });
    }
  }
  await types?.close();
  options.signal?.removeEventListener('abort', abort);
  return { ...resultOf(notebook, ran, outputs), failed };
}

interface Ran {
  readonly number: number;
  readonly token: string;
  readonly firstLine: string;
  readonly durationMs: number;
  readonly executionCount: number;
}

function resultOf(
  notebook: Notebook,
  ran: ReadonlyMap<NotebookCell, Ran>,
  outputs: NotebookOutputs,
): Pick<NotebookRun, 'notebook' | 'cells' | 'outputs'> {
  const cells = notebook.cells.map((cell) => {
    const facts = ran.get(cell);
    if (facts === undefined) return cell;
    const { executionCount, token } = facts;
    return {
      ...cell,
      execution_count: executionCount === 0 ? facts.number : executionCount,
      outputs: [...outputs.of(token)],
    };
  });
  const told = [...ran.values()].map(({ number: cell, token, firstLine, durationMs }) => ({
    ...{ cell, firstLine, durationMs, outputs: outputs.of(token) },
  }));
  return { notebook: { ...notebook, cells }, cells: told, outputs: told.flatMap((cell) => cell.outputs) };
}

function failureOf(reply: ExecuteReply, cell: number, firstLine: string): CellFailure | undefined {
  if (reply.kind === 'ok') return undefined;
  if (reply.kind === 'aborted') throw new Error('a session aborts no cell');
  const { name, message, traceback } = reply.error;
  const place = PLACE.exec(traceback.join('\n').replaceAll(COLOUR, ''))?.[1];
  return { cell, firstLine, name, message, place, traceback };
}

function firstLineOf({ source }: NotebookCell): string {
  return joined(source).trim().split('\n', 1)[0]!.trimEnd();
}
