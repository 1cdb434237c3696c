// The recipe of a sweep, its days and data in; the model of each choice of its options out, trained once on this machine.

import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { type DatasetStore, openStore } from '../../../adapters/datasets/store.ts';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { hasEntry } from '../../../adapters/ledger/has-entry.ts';
import type { EntryMark } from '../../../adapters/ledger/ledger-entry.ts';
import { recordTrial } from '../../../adapters/ledger/record-trial.ts';
import type { Trial } from '../../../adapters/ledger/trial.ts';
import { featureSchemaHash } from '../../../adapters/onnx/feature-schema-hash.ts';
import { isBuiltInRegime } from '../../../core/regime/built-in-regime.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import type { Point } from '../../../runner/point-choices.ts';
import { completeRecipe } from '../../recipes/complete-recipe.ts';
import { exportByRecipe } from '../../recipes/export-by-recipe.ts';
import { checkedRecipe, type ModelRecipe } from '../../recipes/model-recipe.ts';
import { recipeWith } from '../../recipes/recipe-with.ts';
import { trainByRecipe } from '../../recipes/train-by-recipe.ts';
import { hashOfParts, partsBehind } from '../evaluation/parts-behind.ts';
import type { SweepDefinition } from '../evaluation/sweep-definition.ts';
import {
  type KeptTraining,
  keepTraining,
  keptTraining,
  type RecordedTraining,
  rememberRecorded,
} from './kept-training.ts';
import { whileTraining } from './training-lock.ts';

export interface TrainedModel {
  readonly folder: string;
  /** As it was recorded in the ledger of the home when it was trained; null where there was nothing to record. */
  readonly trial: Trial | null;
}

/** Whoever trades a model exports it once more, proven on all rows. */
const PARITY_ROWS = 2_000;

export class TrainedModels {
  private readonly definition: SweepDefinition;
  private readonly training: NonNullable<SweepDefinition['training']>;
  private readonly base: ModelRecipe;
  private readonly store: DatasetStore;
  private readonly home: string;
  private data: string | undefined;
  /** By folder. Each is looked at once: whoever loads a model proves its files again. */
  private readonly proven = new Map<string, TrainedModel>();

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
    const proven = this.proven.get(folder);
    if (proven !== undefined) return proven;
    const model = this.read(folder, recipe.name) ?? (await this.make(recipe, strategy, folder));
    this.proven.set(folder, model);
    return model;
  }

  private make(recipe: ModelRecipe, strategy: Strategy, folder: string): Promise<TrainedModel> {
    return whileTraining(lockOf(folder), async () => {
      const meanwhile = this.read(folder, recipe.name);
      if (meanwhile !== undefined) return meanwhile;
      const kept = keptTraining(folder, recipe.name);
      if (kept === undefined) await this.train(recipe, strategy, folder);
      else this.recordAgain(folder, kept);
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

  /** Undefined too where its entry is not in this ledger: of a home whose ledger was begun anew, or a cache of another home. */
  private read(folder: string, name: string): TrainedModel | undefined {
    const kept = keptTraining(folder, name);
    if (kept === undefined) return undefined;
    const { recorded } = kept;
    if (recorded !== null && !hasEntry(this.home, recorded.entry)) return undefined;
    return { folder: join(folder, name), trial: recorded?.trial ?? null };
  }

  private recordAgain(folder: string, { recorded, files }: KeptTraining): void {
    if (recorded === null) return;
    const { trial } = recorded;
    rememberRecorded(folder, { recorded: { trial, entry: recordTrial(this.home, trial) }, files });
  }

  private async train(recipe: ModelRecipe, strategy: Strategy, folder: string): Promise<void> {
    const { store, training, definition } = this;
    let recorded: RecordedTraining = null;
    const onRecorded = (trial: Trial, { seq, sha256 }: EntryMark): void => {
      recorded = { trial, entry: { seq, sha256 } };
    };
    const { from, to } = training;
    const trained = await trainByRecipe(recipe, { store, from, to, strategy, threads: 1, onRecorded });
    // a commit is of one machine; the hashes of the definition say which code it was
    const code = { version: definition.code.package };
    const { files } = await exportByRecipe(trained, { code, parityRows: PARITY_ROWS, isRecorded: false });
    await keepTraining(folder, recipe.name, files, recorded);
  }
}

/** One of 256: to remove one that another waits for would let two own it. Few that train at the same time meet in one. */
function lockOf(folder: string): string {
  return join(folder, '..', 'locks', `${basename(folder).slice(0, 2)}.lock`);
}
