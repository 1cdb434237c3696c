// `qt models import`: ONNX files made by Python with the facts of their training, as a model folder that can be traded with.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { parseModelManifest } from '../adapters/onnx/model-manifest-schema.ts';
import { readModelFile, sha256Of } from '../adapters/onnx/verified-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { type DirectionClass, directionClasses } from '../core/prediction/fitted/live-model.ts';
import { type ImportFacts, parseImportFacts } from '../research/training/export/import-facts.ts';
import { importModel } from '../research/training/export/import-model.ts';
import { verifyModel } from '../research/training/export/verify-model.ts';
import { recordForeignModel } from '../research/training/record-foreign-model.ts';
import { writeModelFolder } from '../research/training/write-model-folder.ts';
import { contextOf } from './context-of.ts';
import { modelFeatures } from './model-features.ts';
import { unwritable } from './unwritable.ts';

interface Options {
  readonly magnitude: string;
  readonly facts: string;
  readonly out: string;
  readonly inputs?: string;
  readonly strategy?: string;
  readonly classes?: readonly DirectionClass[];
  readonly output?: string;
  readonly magnitudeOutput?: string;
  readonly scores?: 'softmax' | 'sigmoid';
}

const VERIFIED_ROWS = 1000;

export function modelsImportCommand(models: Command): void {
  models
    .command('import')
    .summary('ONNX files made by Python, as a model folder')
    .argument('<file>', 'the direction: probabilities of two or three classes')
    .requiredOption('--magnitude <file>', 'ONNX file of the expected absolute return')
    .requiredOption(
      '--facts <file>',
      'JSON: inputs, times, data, ranges, golden rows (docs/models.md shows how Python writes it)',
    )
    .requiredOption('--out <folder>', 'folder of the model; its name becomes the name of the model')
    .option('--inputs <ids>', 'feature ids in the order of the file, instead of those of the facts')
    .option('--strategy <name>', 'whose own features the model reads, or its file (default: one that trades the model)')
    .option('--classes <names>', 'what class 0, 1 ... means, such as down,flat,up or down,up', classesOf)
    .option('--output <name>', 'output of the direction, where several could be meant')
    .option('--magnitude-output <name>', 'output of the magnitude, where several could be meant')
    .addOption(
      new Option('--scores <kind>', 'the direction gives raw scores: what is still to be done').choices([
        'softmax',
        'sigmoid',
      ]),
    )
    .addHelpText(
      'after',
      `
Labels are passed over and a ZipMap is dropped. What cannot be taken over is refused with the way to export it.

Example:
  qt models import direction.onnx --magnitude size.onnx --facts facts.json --classes down,flat,up --out models/my-model`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      const out = resolve(options.out);
      if (existsSync(join(out, 'model.json'))) throw alreadyThere(out);
      const facts = { ...(await readFacts(options.facts)), ...chosen(options) };
      const { output, scores } = options;
      const asked = { name: basename(out), inputs: facts.inputs, file: options.facts };
      const { strategy, features } = await modelFeatures(asked, options.strategy);
      const files = await importModel({
        ...{ name: asked.name, facts, factsFile: options.facts, features },
        direction: { bytes: await readModelFile(file), file, output, scores },
        magnitude: {
          bytes: await readModelFile(options.magnitude),
          file: options.magnitude,
          output: options.magnitudeOutput,
        },
      });
      const manifest = files.get('model.json')!;
      recordForeignModel(
        contextOf(command).home,
        { manifest: parseModelManifest(new TextDecoder().decode(manifest), out), manifestSha256: sha256Of(manifest) },
        { by: 'qt models import', why: `made of ${basename(file)} and ${basename(options.magnitude)}` },
      );
      await writeModelFolder(out, files).catch((error: unknown) => {
        throw unwritable(error, out, 'out');
      });
      const checks = await verifyModel(out, { rows: VERIFIED_ROWS, seed: 1, features });
      const failed = checks.filter(({ result }) => result === 'failed');
      const lines = failed.map(({ check, file: member, detail }) => `failed  ${check} ${member ?? ''}: ${detail}`);
      const thresholds =
        facts.thresholds === undefined ? '; the strict thresholds `mission`, since the facts name none' : '';
      const of = strategy === undefined ? '' : ` of the strategy ${strategy}`;
      contextOf(command).result(
        { model: out, passed: failed.length === 0, strategy: strategy ?? null, checks },
        [`${out}: direction and magnitude on ${facts.inputs.length} inputs${of}${thresholds}`, ...lines].join('\n'),
      );
      if (failed.length > 0) process.exitCode = 1;
    });
}

/** What the command line says goes before the facts. */
function chosen({ inputs, classes }: Options): Partial<Pick<ImportFacts, 'inputs' | 'classes'>> {
  return {
    ...(inputs === undefined ? {} : { inputs: inputs.split(',').map((id) => id.trim()) }),
    ...(classes === undefined ? {} : { classes: [...classes] }),
  };
}

function classesOf(text: string): readonly DirectionClass[] {
  const names = text.split(',').map((name) => name.trim());
  const odd = names.find((name) => !directionClasses.includes(name as DirectionClass));
  if (odd === undefined) return names as readonly DirectionClass[];
  throw new UserError({
    code: 'bad-option',
    message: `--classes: ${odd} is no class`,
    field: 'classes',
    fix: `Write ${directionClasses.join(', ')} in the order of the file, separated by commas`,
  });
}

async function readFacts(file: string): Promise<ImportFacts> {
  try {
    return parseImportFacts(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError({
      code: 'file-missing',
      message: `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      ...{ file, field: 'facts', cause },
      fix: 'Write the facts of the training as docs/models.md shows',
    });
  }
}

function alreadyThere(out: string): UserError {
  return new UserError({
    code: 'model-exists',
    message: `${out} holds a model already`,
    ...{ file: out, field: 'out' },
    fix: 'Name another folder, or move the model away',
  });
}
