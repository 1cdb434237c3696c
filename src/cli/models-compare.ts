// `qt models compare`: two models beside each other, inputs, thresholds and validation figures.

import type { Command } from 'commander';
import { type ModelFolder, readBeside, readModelFolder } from '../adapters/onnx/model-folders.ts';
import type { ModelManifest } from '../core/prediction/model-manifest.ts';
import { contextOf } from './context-of.ts';
import { modelFolderOf } from './model-folder-of.ts';
import { type ModelReport, modelReport, reportFigures } from './model-report.ts';

interface Difference {
  readonly field: string;
  readonly first: string | number | null;
  readonly second: string | number | null;
}

export function modelsCompareCommand(models: Command): void {
  models
    .command('compare')
    .summary('two models: inputs, thresholds, figures')
    .argument('<first>', 'name in models/, or a folder')
    .argument('<second>')
    .addHelpText('after', '\nExample:\n  qt models compare wdo-regime my-models/wdo-regime')
    .action(async (firstName: string, secondName: string, _options: object, command: Command) => {
      const [first, second] = [await read(firstName), await read(secondName)];
      const differences = differing(first, second);
      const inputs = inputDifference(first.model.manifest, second.model.manifest);
      contextOf(command).result(
        { first: first.model.folder, second: second.model.folder, differences, inputs },
        textOf(differences, inputs),
      );
    });
}

interface Compared {
  readonly model: ModelFolder;
  readonly report: ModelReport | undefined;
}

async function read(name: string): Promise<Compared> {
  const model = await readModelFolder(modelFolderOf(name));
  return { model, report: modelReport(await readBeside(model.folder, 'training.json')) };
}

/** Fields whose values differ; one that only one of them has is null in the other. */
function differing(first: Compared, second: Compared): readonly Difference[] {
  const [a, b] = [flat(first), flat(second)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((field) => ({ field, first: a.get(field) ?? null, second: b.get(field) ?? null }))
    .filter((each) => each.first !== each.second);
}

function flat({ model: { manifest, bytes }, report }: Compared): ReadonlyMap<string, string | number> {
  const { training, validation, provenance, sideSource, candle, horizonCandles, warmupCandles } = manifest;
  const fields = new Map<string, string | number>(
    Object.entries({
      ...{ name: manifest.name, provenance, sideSource, candle, horizonCandles, warmupCandles, bytes },
      training: `${training.from} to ${training.to}`,
      validation: `${validation.from} to ${validation.to}`,
      regimeDetector: `${manifest.regimeDetector.id} ${JSON.stringify(manifest.regimeDetector.parameters)}`,
      schemaHash: manifest.schemaHash.slice(0, 12),
    }),
  );
  for (const { file, role, weight, regimes } of manifest.members) {
    fields.set(`member ${file}`, `${role}, weight ${weight}, ${regimes.join(' ')}`);
  }
  for (const [preset, regimes] of Object.entries(manifest.thresholds)) {
    for (const [regime, limits] of Object.entries(regimes)) {
      for (const [limit, value] of Object.entries(limits)) fields.set(`${preset}.${regime}.${limit}`, value);
    }
  }
  for (const [figure, value] of report === undefined ? [] : reportFigures(report)) fields.set(figure, value);
  return fields;
}

function inputDifference(first: ModelManifest, second: ModelManifest) {
  return {
    onlyFirst: first.inputs.filter((id) => !second.inputs.includes(id)),
    onlySecond: second.inputs.filter((id) => !first.inputs.includes(id)),
    both: first.inputs.filter((id) => second.inputs.includes(id)).length,
  };
}

function textOf(differences: readonly Difference[], inputs: ReturnType<typeof inputDifference>): string {
  const width = Math.max(0, ...differences.map(({ field }) => field.length));
  const { onlyFirst, onlySecond, both } = inputs;
  const lines = differences.map(
    ({ field, first, second }) => `${field.padEnd(width)}  ${first ?? '-'} | ${second ?? '-'}`,
  );
  return [
    ...(lines.length === 0 ? ['no difference in figures, members and thresholds'] : lines),
    `inputs: ${both} in both; only in the first: ${onlyFirst.join(', ') || 'none'}; only in the second: ${onlySecond.join(', ') || 'none'}`,
  ].join('\n');
}
