// The recipe of a sweep, its days and data in; the model of each choice of its options out, trained once on this machine.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DatasetStore, openStore } from '../../../adapters/datasets/store.ts';
import { replaceDurably, syncFolder } from '../../../adapters/durable-file.ts';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { type Trial, trialSchema } from '../../../adapters/ledger/trial.ts';
import { featureSchemaHash } from '../../../adapters/onnx/feature-schema-hash.ts';
import { isBuiltInRegime } from '../../../core/regime/built-in-regime.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import type { Point } from '../../../runner/point-choices.ts';
import { completeRecipe } from '../../recipes/complete-recipe.ts';
import { exportByRecipe } from '../../recipes/export-by-recipe.ts';
import { checkedRecipe, type ModelRecipe } from '../../recipes/model-recipe.ts';
import { recipeWith } from '../../recipes/recipe-with.ts';
import { trainByRecipe } from '../../recipes/train-by-recipe.ts';
import { writeModelFolder } from '../../training/write-model-folder.ts';
import { hashOfParts, partsBehind } from '../evaluation/parts-behind.ts';
import type { SweepDefinition } from '../evaluation/sweep-definition.ts';
import { whileTraining } from './training-lock.ts';

export interface TrainedModel {
  readonly folder: string;
  /** As it was recorded in the ledger of the home when it was trained; null where there was nothing to record. */
  readonly trial: Trial | null;
}

const FACTS_FILE = 'trained.json';
const factsSchema = z.strictObject({ trial: trialSchema.nullable(), manifestSha256: z.string() });
/** Whoever trades a model exports it once more, proven on all rows. */
const PARITY_ROWS = 2_000;

export class TrainedModels {
  private readonly definition: SweepDefinition;
  private readonly training: NonNullable<SweepDefinition['training']>;
  private readonly base: ModelRecipe;
  private readonly store: DatasetStore;
  private readonly home: string;
  private data: string | undefined;

  /** `home` has the data, the ledger, and the models in `cache/trained`. */
  constructor(definition: SweepDefinition, training: NonNullable<SweepDefinition['training']>, home: string) {
    this.definition = definition;
    this.training = training;
    this.base = checkedRecipe(training.recipe);
    this.store = openStore(home, { acceptRefused: definition.allowRefused });
    this.home = home;
  }

  /**
   * Trained where nobody on this machine has done so yet; other threads and processes that want the same wait. It stands in the ledger before it
   * can be used. `strategy` with the parameters of the point. UserErrors of `recipeWith`, `trainByRecipe` and `exportByRecipe`.
   */
  async of(strategy: Strategy, values: Point): Promise<TrainedModel> {
    const recipe = recipeWith(this.base, values);
    const folder = join(this.home, 'cache', 'trained', this.keyOf(recipe, strategy));
    const known = this.read(folder, recipe.name);
    if (known !== undefined) return known;
    return whileTraining(`${folder}.lock`, async () => {
      const meanwhile = this.read(folder, recipe.name);
      if (meanwhile !== undefined) return meanwhile;
      // what lies there is damaged
      rmSync(folder, { recursive: true, force: true });
      await this.train(recipe, strategy, folder);
      return this.read(folder, recipe.name)!;
    });
  }

  /** Everything on which the bytes of the model depend. Features and detectors of one's own may know parameters that they do not name. */
  private keyOf(recipe: ModelRecipe, strategy: Strategy): string {
    const { code, strategy: file, allowRefused } = this.definition;
    const { recipe: whole, specs, detector } = completeRecipe(recipe, strategy);
    this.data ??= hashOfParts(partsBehind(this.store, Object.values(strategy.instruments), this.training.to));
    const hasOwn = specs.some(({ own }) => own === true) || !isBuiltInRegime(detector);
    const parameters = hasOwn ? (strategy.parameters?.values ?? null) : null;
    const { from, to } = this.training;
    const facts = { recipe: whole, from, to, allowRefused, data: this.data, code, strategy: file.sha256, parameters };
    const features = featureSchemaHash(specs);
    return createHash('sha256')
      .update(canonicalJson({ ...facts, features }))
      .digest('hex');
  }

  private read(folder: string, name: string): TrainedModel | undefined {
    const file = join(folder, FACTS_FILE);
    const model = join(folder, name);
    const manifest = join(model, 'model.json');
    if (!existsSync(file) || !existsSync(manifest)) return undefined;
    const facts = factsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
    const sha256 = createHash('sha256').update(readFileSync(manifest)).digest('hex');
    return facts?.manifestSha256 === sha256 ? { folder: model, trial: facts.trial } : undefined;
  }

  private async train(recipe: ModelRecipe, strategy: Strategy, folder: string): Promise<void> {
    const { store, training, definition } = this;
    let recorded: Trial | null = null;
    const onRecorded = (trial: Trial): void => {
      recorded = trial;
    };
    const { from, to } = training;
    const trained = await trainByRecipe(recipe, { store, from, to, strategy, threads: 1, onRecorded });
    // a commit is of one machine; the hashes of the definition say which code it was
    const code = { version: definition.code.package };
    const { files } = await exportByRecipe(trained, { code, parityRows: PARITY_ROWS });
    const manifestSha256 = createHash('sha256').update(files.get('model.json')!).digest('hex');
    const temporary = `${folder}.${randomUUID()}.tmp`;
    try {
      await writeModelFolder(join(temporary, recipe.name), files);
      replaceDurably(join(temporary, FACTS_FILE), JSON.stringify({ trial: recorded, manifestSha256 }));
      renameSync(temporary, folder);
      syncFolder(join(folder, '..'));
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
}
