// `qt notebook strip`: notebooks without outputs, as they are committed.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseNotebook } from '../kernel/notebook/notebook-file.ts';
import { notebookText } from '../kernel/notebook/notebook-text.ts';
import { strippedNotebook } from '../kernel/notebook/strip-outputs.ts';
import { writeWhole } from '../kernel/notebook/write-whole.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { notebookFault } from './notebook-fault.ts';
import { notebookFiles } from './notebook-files.ts';
import { unwritable } from './unwritable.ts';

export function stripNotebooksCommand(notebook: Command): void {
  notebook
    .command('strip')
    .summary('remove outputs and execution counts, as notebooks are committed')
    .argument('<files...>', 'notebooks, or folders of them')
    .addHelpText('after', '\nExample:\n  qt notebook strip notebooks')
    .action((paths: string[], _options: object, command: Command) => {
      const files = notebookFiles(paths);
      const changed = files.filter(strip);
      const text = changed.length === 0 ? '' : `: ${changed.join(', ')}`;
      contextOf(command).result(
        { notebooks: files.length, changed },
        `${changed.length} of ${counted(files.length, 'notebook')} changed${text}`,
      );
    });
}

/** Whether the file was another one before. */
function strip(file: string): boolean {
  try {
    // a file that cannot be read is told by the reader, below
    const before = readFileSync(file, 'utf8');
    const after = notebookText(strippedNotebook(parseNotebook(before, file)));
    if (after === before) return false;
    writeWhole(file, after);
    return true;
  } catch (error) {
    throw unwritable(notebookFault(error), file, 'files');
  }
}
