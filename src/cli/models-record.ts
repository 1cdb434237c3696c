// `qt models record`: a model made elsewhere, as it is, into the ledger of this home, with who takes it over and why.

import type { Command } from 'commander';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { UserError } from '../adapters/user-error.ts';
import { recordForeignModel } from '../research/training/record-foreign-model.ts';
import { contextOf } from './context-of.ts';
import { modelFolderOf } from './model-folder-of.ts';

interface Options {
  readonly why: string;
  readonly by: string;
}

const SAID_LEAST = { why: 10, by: 2 } as const;
const SAID_MOST = 500;

export function modelsRecordCommand(models: Command): void {
  models
    .command('record')
    .summary('takes a model made elsewhere into the ledger, with who says so and why')
    .argument('<model>', 'name in models/, or a folder')
    .requiredOption('--why <text>', 'where it comes from, and why its model.json is believed')
    .requiredOption('--by <name>', 'who says so')
    .addHelpText(
      'after',
      `
For a model of another home, the one that comes with the package, or an export of an earlier version: where the ledger names the models that were made
here, demo and live refuse every other. What is said stands in the gates of each release of the model, and cannot be taken back.

Example:
  qt models record models/from-the-desk --why "trained in the home of the desk, ledger entry 212" --by "Ana Souza"`,
    )
    .action(async (name: string, options: Options, command: Command) => {
      const context = contextOf(command);
      const origin = { by: said('by', options.by), why: said('why', options.why) };
      const model = await readModelFolder(modelFolderOf(name));
      const recorded = recordForeignModel(context.home, model, origin);
      const { folder, manifestSha256 } = model;
      context.result(
        { model: folder, manifestSha256, recorded },
        recorded
          ? `${folder}: model.json ${manifestSha256} is in the ledger as made elsewhere, stated by ${origin.by}`
          : `${folder}: the ledger names model.json ${manifestSha256} already; nothing was written`,
      );
    });
}

/** One line, since it stands in lists of gates. */
function said(field: keyof typeof SAID_LEAST, text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length >= SAID_LEAST[field] && line.length <= SAID_MOST) return line;
  throw new UserError({
    code: 'bad-option',
    message: `--${field}: expected ${SAID_LEAST[field]} to ${SAID_MOST} characters, got ${line.length}`,
    field,
    fix:
      field === 'by'
        ? 'Name who takes the model over'
        : 'Say where the model comes from: it stands in each release of it',
  });
}
