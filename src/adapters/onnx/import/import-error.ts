// How a file made elsewhere is read, and the refusal of one that cannot be, with the way to export it.

import type { DirectionClass } from '../../../core/prediction/fitted/live-model.ts';
import type { ModelMember } from '../../../core/prediction/model-manifest.ts';
import { UserError } from '../../user-error.ts';
import { exportRecipe } from './export-recipes.ts';

/** How a file made elsewhere is read. */
export interface AdoptMapping {
  readonly role: ModelMember['role'];
  /** Length of the vector that the engine gives. */
  readonly inputs: number;
  /** Places in it of what the file reads, in the order of the file. */
  readonly columns: readonly number[];
  /** What class 0, 1 ... of the file means; may be absent where the file names its classes so itself. */
  readonly classes?: readonly DirectionClass[] | undefined;
  /** Needed where several outputs could be meant. */
  readonly output?: string | undefined;
  /** What has still to be done to raw scores; absent for probabilities. */
  readonly scores?: 'softmax' | 'sigmoid' | undefined;
}

/** `producer` as the file names it. */
export function importError(
  file: string,
  fault: string,
  producer: string,
  { role, columns }: Pick<AdoptMapping, 'role' | 'columns'>,
): UserError {
  return new UserError({
    code: 'model-import',
    message: `${file} cannot be taken over: ${fault}`,
    file,
    fix: `Name it with --inputs, --classes, --output or --scores, or export: ${exportRecipe(producer, role, columns.length)}`,
  });
}
