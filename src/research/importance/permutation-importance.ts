// Models with the rows they were not trained on in; how much worse each becomes when an input is taken from other days out.

import { UserError } from '../../adapters/user-error.ts';
import { memberOutputs } from '../../core/prediction/fitted/evaluate-fitted.ts';
import type { FittedMember } from '../../core/prediction/fitted/fitted-model.ts';
import { Random } from '../../simulation/random.ts';
import type { LabelledRows } from '../training/trainer.ts';
import { type Importances, sortedImportances } from './importances.ts';
import { outputLoss } from './output-loss.ts';

export interface TestedFold {
  readonly member: FittedMember;
  /** Rows that the member was not trained on. */
  readonly test: Uint32Array;
}

export interface PermutationRequest {
  readonly rows: LabelledRows;
  /** By row: the day it belongs to, as any number; rows of a day stand in the order of time. */
  readonly day: ArrayLike<number>;
  readonly folds: readonly TestedFold[];
  /** Inputs that are moved together, by a name of theirs: of two that say the same, each alone looks useless. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Default 5. */
  readonly repeats?: number | undefined;
  readonly seed: number;
}

/**
 * Mean rise of the loss (−ln P, or the squared error) over the test rows when each day has the input of another day, in the order in which
 * that day had it: what an input was like a moment ago stays as true as it was, which shuffled rows would break. Every day is moved.
 * `errors` are deviations over the repetitions. @throws UserError `permutation`
 */
export function permutationImportance(request: PermutationRequest): Importances {
  const { rows, folds, groups = {}, repeats = 5, seed } = request;
  if (!(Number.isInteger(repeats) && repeats >= 1))
    throw bad(`There are ${repeats} repeats`, 'repeats', 'Give 1 or more');
  if (folds.length === 0)
    throw bad('There is no fold', 'folds', 'Give models with the rows that they were not trained on');
  const names = [...rows.inputs, ...Object.keys(groups)];
  const moved = [...rows.inputs.map((id) => [id]), ...Object.values(groups)].map((ids) => columnsOf(ids, rows.inputs));
  const rises = names.map(() => new Float64Array(repeats));
  let total = 0;
  const random = new Random(seed, 'permutation');
  for (const [number, fold] of folds.entries()) {
    const tested = foldRows(request, fold, number);
    total += tested.weight;
    const before = tested.loss(tested.columns);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const source = movedRows(tested.days, random.stream(`${number}/${repeat}`));
      for (const [at, columns] of moved.entries()) {
        const changed = [...tested.columns];
        for (const j of columns) changed[j] = Float32Array.from(source, (place) => tested.columns[j]![place]!);
        rises[at]![repeat]! += tested.weight * (tested.loss(changed) - before);
      }
    }
  }
  const means = rises.map((each) => each.reduce((sum, rise) => sum + rise, 0) / repeats / total);
  const errors = rises.map((each, at) => {
    const squares = each.reduce((sum, rise) => sum + (rise / total - means[at]!) ** 2, 0);
    return repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
  });
  return sortedImportances(names, means, errors);
}

/** The test rows in columns of their own. */
interface FoldRows {
  readonly columns: readonly Float32Array[];
  /** Places of each day. */
  readonly days: readonly (readonly number[])[];
  readonly weight: number;
  readonly loss: (columns: readonly Float32Array[]) => number;
}

function foldRows({ rows, day }: PermutationRequest, { member, test }: TestedFold, number: number): FoldRows {
  const places = new Map<number, number[]>();
  for (const [place, row] of test.entries()) {
    const own = places.get(day[row]!);
    if (own === undefined) places.set(day[row]!, [place]);
    else own.push(place);
  }
  if (places.size < 2) throw bad(`Fold ${number} tests ${places.size} days`, 'folds', 'Give folds of two days or more');
  const label = Float64Array.from(test, (row) => rows.label[row]!);
  const weights = Float64Array.from(test, (row) => rows.weight?.[row] ?? 1);
  const used = columnsOf(member.model.inputs, rows.inputs);
  return {
    columns: rows.columns.map((column) => Float32Array.from(test, (row) => column[row]!)),
    days: [...places.values()],
    weight: weights.reduce((sum, each) => sum + each, 0),
    loss: (columns) => {
      const asked = used.map((j) => columns[j]!);
      return outputLoss(member.model, memberOutputs(member, asked, test.length), label, weights);
    },
  };
}

/** By place, the place it takes its input from. A ring through all days in random order moves each; longer days are thinned. */
function movedRows(days: readonly (readonly number[])[], random: Random): Uint32Array {
  const ring = [...days.keys()];
  for (let i = ring.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [ring[i], ring[j]] = [ring[j]!, ring[i]!];
  }
  const source = new Uint32Array(days.reduce((sum, day) => sum + day.length, 0));
  for (const [at, number] of ring.entries()) {
    const own = days[number]!;
    const other = days[ring[(at + 1) % ring.length]!]!;
    for (const [i, place] of own.entries()) source[place] = other[Math.floor((i * other.length) / own.length)]!;
  }
  return source;
}

function columnsOf(ids: readonly string[], inputs: readonly string[]): readonly number[] {
  return ids.map((id) => {
    const at = inputs.indexOf(id);
    if (at < 0) throw bad(`${id} is none of the inputs`, 'inputs', `Choose of ${inputs.join(', ')}`);
    return at;
  });
}

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'permutation', message, field, fix });
}
