// `qt models list`: each model with its period, provenance, members and size.

import { join } from 'node:path';
import type { Command } from 'commander';
import { type ListedModel, listModels } from '../adapters/onnx/model-folders.ts';
import { packageRoot } from '../runner/package-root.ts';
import { contextOf } from './context-of.ts';

const BYTES_PER_KB = 1024;

export function modelsListCommand(models: Command): void {
  models
    .command('list')
    .summary('every model, with its period, provenance, members and size')
    .argument('[folder]', 'folder of models (default: models/ of the repository)')
    .addHelpText('after', '\nExamples:\n  qt models list\n  qt models list my-models')
    .action(async (folder: string | undefined, _options: object, command: Command) => {
      const root = folder ?? join(packageRoot, 'models');
      const listed = await listModels(root);
      const text = listed.length === 0 ? `No model in ${root}: see qt train --help` : listed.map(lineOf).join('\n');
      contextOf(command).result({ models: listed.map(factsOf) }, text);
    });
}

function factsOf({ folder, model, fault }: ListedModel): object {
  if (model === undefined) return { folder, fault };
  const { manifest, manifestSha256, bytes } = model;
  const { name, candle, horizonCandles, provenance, training, validation, members, inputs } = manifest;
  return {
    ...{ folder, name, manifestSha256, provenance, training, validation, candle, horizonCandles },
    ...{ members: members.length, inputs: inputs.length, bytes },
  };
}

function lineOf({ folder, model, fault }: ListedModel): string {
  if (model === undefined) return `${folder}  NOT VALID: ${fault}`;
  const { name, candle, horizonCandles, provenance, training, members, inputs } = model.manifest;
  const size = `${Math.ceil(model.bytes / BYTES_PER_KB)} KB`;
  return [
    name.padEnd(16),
    `${training.from} to ${training.to}`,
    `${provenance} data`,
    `${members.length} members on ${inputs.length} inputs`,
    `${horizonCandles} candles of ${candle} ahead`,
    size,
  ].join('  ');
}
