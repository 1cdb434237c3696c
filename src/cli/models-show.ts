// `qt models show`: the manifest of a model in words, with thresholds, validation figures, how often it was tried, and its card.

import type { Command } from 'commander';
import { verifiedLedger } from '../adapters/ledger/verify-ledger.ts';
import { type ModelFolder, readBeside, readModelFolder } from '../adapters/onnx/model-folders.ts';
import { tradedRegimes } from '../core/prediction/model-checks.ts';
import type { ModelManifest } from '../core/prediction/model-manifest.ts';
import { contextOf } from './context-of.ts';
import { modelFolderOf } from './model-folder-of.ts';
import { modelReport, reportLines } from './model-report.ts';

export function modelsShowCommand(models: Command): void {
  models
    .command('show')
    .summary('a model in words: members, thresholds, validation, trials, card')
    .argument('<model>', 'name in models/, or a folder')
    .addHelpText('after', '\nExample:\n  qt models show wdo-regime')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const model = await readModelFolder(modelFolderOf(name));
      const report = modelReport(await readBeside(model.folder, 'training.json'));
      const card = (await readBeside(model.folder, 'card.md')) ?? null;
      const trials = trialsOf(context.home, model);
      const { folder, manifest, manifestSha256, bytes } = model;
      const validation = report ?? null;
      context.result(
        { folder, manifestSha256, bytes, manifest, validation, trials, card },
        [
          ...manifestLines(model.manifest),
          ...(report === undefined ? ['no training.json that can be read here'] : reportLines(report)),
          `trials: ${trials.ofModel} of this model, ${trials.ofName} of its name${trials.fault === null ? '' : `; THE LEDGER IS BROKEN: ${trials.fault}`}`,
          `${folder}, model.json ${manifestSha256}`,
          ...(card === null ? ['no model card: card.md'] : ['model card (card.md):', '', card.trimEnd()]),
        ].join('\n'),
      );
    });
}

/** What the ledger knows; trials of earlier models of the name were searched through too. */
function trialsOf(home: string, { manifest, manifestSha256 }: ModelFolder) {
  const { entries, fault } = verifiedLedger(home);
  const named = entries.filter(({ trial }) => trial.model?.name === manifest.name || trial.strategy === manifest.name);
  const ofModel = named.filter(({ trial }) => trial.model?.manifestSha256 === manifestSha256).length;
  return { ofModel, ofName: named.length, fault: fault?.reason ?? null };
}

function manifestLines(manifest: ModelManifest): readonly string[] {
  const { name, horizonCandles, candle, training, validation, provenance, sideSource, regimeDetector, recipe } =
    manifest;
  return [
    `${name}: says what the price does in the next ${horizonCandles} candles of ${candle}`,
    `trained ${training.from} to ${training.to}, validated ${validation.from} to ${validation.to}, on ${provenance} data (sides: ${sideSource})`,
    ...manifest.datasets.map(({ path, sha256, refusedParts }) => {
      const refused = refusedParts === undefined ? '' : `, ${refusedParts} parts REFUSED by the quality gate`;
      return `  ${path} ${sha256.slice(0, 12)}${refused}`;
    }),
    `regimes by ${regimeDetector.id}; state starts ${manifest.warmupCandles} candles before a session`,
    `${manifest.members.length} members:`,
    ...manifest.members.map(({ file, role, weight, regimes }) => {
      const asked = regimes.length === tradedRegimes.length ? 'all regimes' : regimes.join(', ');
      return `  ${file}: ${role}, weight ${weight}, asked in ${asked}`;
    }),
    recipe === undefined
      ? 'no recipe: only what trained it can train it again'
      : `recipe ${recipe.sha256.slice(0, 12)} in ${recipe.file}: qt train STRATEGY trains it again`,
    `confidence: ${manifest.confidenceFormula}`,
    `${manifest.inputs.length} inputs: ${manifest.inputs.join(', ')}`,
    ...thresholdLines(manifest.thresholds),
  ];
}

function thresholdLines(thresholds: ModelManifest['thresholds']): readonly string[] {
  return Object.entries(thresholds).flatMap(([preset, of]) => [
    `thresholds ${preset}:`,
    ...tradedRegimes.map((regime) => {
      const limits = Object.entries(of[regime]).map(([key, value]) => `${key} ${Number(value.toPrecision(4))}`);
      return `  ${regime.padEnd(10)} ${limits.join(', ')}`;
    }),
  ]);
}
