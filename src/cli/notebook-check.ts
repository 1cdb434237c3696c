// `qt notebook check`: the type errors of notebooks, and the outputs that stand in them.

import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { NotebookChecker } from '../kernel/language/check-notebook.ts';
import { codeCells, joined, type Notebook, readNotebook } from '../kernel/notebook/notebook-file.ts';
import { cellsWithOutputs } from '../kernel/notebook/strip-outputs.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { notebookFault } from './notebook-fault.ts';
import { notebookFiles } from './notebook-files.ts';

interface Options {
  /** False with --no-outputs. */
  readonly outputs: boolean;
}

interface Fault {
  readonly file: string;
  /** From 1, among the code cells that are not empty; of all cells where outputs are meant. */
  readonly cell: number;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export function checkNotebooksCommand(notebook: Command): void {
  notebook
    .command('check')
    .summary('type-check notebooks; exit code 1 when something is wrong')
    .argument('[paths...]', 'notebooks, or folders of them; notebooks/ of the home when absent')
    .option('--no-outputs', 'also refuse notebooks that hold outputs, which are not committed')
    .addHelpText('after', '\nExample:\n  qt notebook check notebooks --no-outputs')
    .action(async (paths: string[], { outputs }: Options, command: Command) => {
      const context = contextOf(command);
      const files = notebookFiles(paths.length === 0 ? [relative('', join(context.home, 'notebooks'))] : paths);
      const notebooks = files.map((file) => [file, read(file)] as const);
      const held = outputs ? [] : notebooks.flatMap(([file, found]) => outputFaults(file, found));
      const progress = context.progress('check');
      const faults = [...held, ...(await typeFaults(notebooks, (share, file) => progress.update(share, file)))];
      progress.stop();
      const summary = `${counted(files.length, 'notebook')}, ${counted(faults.length, 'error')}`;
      context.result({ notebooks: files.length, errors: faults }, [...faults.map(told), summary].join('\n'));
      if (faults.length > 0) process.exitCode = 1;
    });
}

function read(file: string): Notebook {
  try {
    return readNotebook(file);
  } catch (error) {
    throw notebookFault(error);
  }
}

function outputFaults(file: string, notebook: Notebook): readonly Fault[] {
  const [cell] = cellsWithOutputs(notebook);
  if (cell === undefined) return [];
  const message = `holds outputs: remove them with qt notebook strip ${file}`;
  return [{ file, cell, line: null, column: null, message }];
}

/** What notebooks of one folder import is read once. */
async function typeFaults(
  notebooks: readonly (readonly [string, Notebook])[],
  onFile: (share: number, file: string) => void,
): Promise<readonly Fault[]> {
  if (notebooks.length === 0) return [];
  // seconds of reading, for which the other commands have no use
  const { NotebookChecker } = await import('../kernel/language/check-notebook.ts');
  const faults: Fault[] = [];
  let checker: { readonly folder: string; readonly of: NotebookChecker } | undefined;
  for (const [at, [file, notebook]] of notebooks.entries()) {
    onFile(at / notebooks.length, file);
    const folder = dirname(resolve(file));
    if (checker?.folder !== folder) {
      checker?.of.close();
      checker = { folder, of: new NotebookChecker(folder) };
    }
    const errors = checker.of.check(codeCells(notebook).map(({ source }) => joined(source)));
    faults.push(...errors.map(({ cell, line, column, message }) => ({ file, cell: cell + 1, line, column, message })));
  }
  checker?.of.close();
  return faults;
}

function told({ file, cell, line, column, message }: Fault): string {
  const place = line === null ? '' : ` ${line}:${column}`;
  return `${file} cell ${cell}${place} ${message}`;
}
