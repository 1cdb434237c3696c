// `qt models verify`: hashes, golden vectors, metadata, and answers on seeded rows against plain arithmetic.

import type { Command } from 'commander';
import { verifyModel } from '../research/training/export/verify-model.ts';
import { count, wholeNumber } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { modelFolderOf } from './model-folder-of.ts';

interface Options {
  readonly rows: number;
  readonly seed: number;
}

const ROWS = 10_000;

export function modelsVerifyCommand(models: Command): void {
  models
    .command('verify')
    .summary('whether a model still is what was trained, on this machine')
    .argument('<model>', 'name in models/, or a folder')
    .option('--rows <n>', 'seeded rows, within and beyond the ranges of training', count, ROWS)
    .option('--seed <n>', 'of the rows', wholeNumber, 1)
    .addHelpText('after', '\nExample:\n  qt models verify wdo-regime\n\nExit code 1 when a check fails.')
    .action(async (name: string, options: Options, command: Command) => {
      const folder = modelFolderOf(name);
      const checks = await verifyModel(folder, options);
      const isWhole = checks.every(({ result }) => result !== 'failed');
      const lines = checks.map(
        ({ check, file, result, detail }) =>
          `${result.padEnd(7)}  ${check}${file === undefined ? '' : ` ${file}`}: ${detail}`,
      );
      contextOf(command).result({ folder, passed: isWhole, checks }, lines.join('\n'));
      if (!isWhole) process.exitCode = 1;
    });
}
