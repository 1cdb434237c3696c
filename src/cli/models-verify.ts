// `qt models verify`: hashes, golden vectors, metadata, and answers on seeded rows against plain arithmetic.

import { join } from 'node:path';
import type { Command } from 'commander';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { verifyModel } from '../research/training/export/verify-model.ts';
import { count, wholeNumber } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { modelFeatures } from './model-features.ts';
import { modelFolderOf } from './model-folder-of.ts';

interface Options {
  readonly rows: number;
  readonly seed: number;
  readonly strategy?: string;
}

const ROWS = 10_000;

export function modelsVerifyCommand(models: Command): void {
  models
    .command('verify')
    .summary('whether a model still is what was trained, on this machine')
    .argument('<model>', 'name in models/, or a folder')
    .option('--rows <n>', 'seeded rows, within and beyond the ranges of training', count, ROWS)
    .option('--seed <n>', 'of the rows', wholeNumber, 1)
    .option('--strategy <name>', 'whose own features the model reads, or its file (default: one that trades the model)')
    .addHelpText('after', '\nExample:\n  qt models verify wdo-regime\n\nExit code 1 when a check fails.')
    .action(async (name: string, { rows, seed, strategy: named }: Options, command: Command) => {
      const folder = modelFolderOf(name);
      const { manifest } = await readModelFolder(folder);
      const asked = { name: manifest.name, inputs: manifest.inputs, file: join(folder, 'model.json') };
      const { strategy, features } = await modelFeatures(asked, named);
      const checks = await verifyModel(folder, { rows, seed, features });
      const isWhole = checks.every(({ result }) => result !== 'failed');
      const lines = checks.map(
        ({ check, file, result, detail }) =>
          `${result.padEnd(7)}  ${check}${file === undefined ? '' : ` ${file}`}: ${detail}`,
      );
      const whose = strategy === undefined ? [] : [`inputs as the strategy ${strategy} computes them`];
      contextOf(command).result(
        { folder, passed: isWhole, strategy: strategy ?? null, checks },
        [...lines, ...whose].join('\n'),
      );
      if (!isWhole) process.exitCode = 1;
    });
}
