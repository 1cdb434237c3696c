// `qt notebook`: Jupyter started; notebooks run, checked and stripped without it.

import type { Command } from 'commander';
import { checkNotebooksCommand } from './notebook-check.ts';
import { runNotebookCommand } from './notebook-run.ts';
import { addNotebookStart } from './notebook-start.ts';
import { stripNotebooksCommand } from './notebook-strip.ts';

export function notebookCommand(program: Command): void {
  const notebook = program
    .command('notebook')
    .summary('start Jupyter; run, check and strip notebooks without it')
    .addHelpText(
      'after',
      '\nExamples:\n  qt notebook\n  qt notebook run notebooks/01-data.ipynb --out data.html\nSee docs/notebooks.md.',
    );
  addNotebookStart(notebook);
  runNotebookCommand(notebook);
  checkNotebooksCommand(notebook);
  stripNotebooksCommand(notebook);
}
