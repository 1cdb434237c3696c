// A channel that was rolled back in; what that undoes, a line each, limits first, out.

import type { ReleaseChange } from '../promotion/release/release-changes.ts';
import type { RolledBackFrom } from './roll-back-from.ts';

const ID_SHOWN = 12;
/** Datasets change with every validation; beyond these few lines they would hide the limits and the model. */
const CHANGES_OF_DATASETS_SHOWN = 3;

/** `channel`: STRATEGY@STAGE. */
export function rolledBackText(channel: string, done: RolledBackFrom): readonly string[] {
  const { from, to, changes, skipped, onItsWay } = done;
  if (onItsWay !== null) {
    const further = 'nothing was moved; further back: qt rollback with --once-more';
    return [`${channel}: the rollback to ${to.slice(0, ID_SHOWN)} is on its way already, ${onItsWay}`, further];
  }
  return [
    `${channel}: ${from.slice(0, ID_SHOWN)} -> ${to.slice(0, ID_SHOWN)}`,
    ...skipped.map(({ release, reason }) => `passed over ${release.slice(0, ID_SHOWN)}: ${reason}`),
    ...changeLines(changes ?? []),
  ];
}

function changeLines(changes: readonly ReleaseChange[]): readonly string[] {
  const isDataset = ({ field }: ReleaseChange): boolean => field.startsWith('datasets');
  const datasets = changes.filter(isDataset);
  const shown = [...changes.filter((change) => !isDataset(change)), ...datasets.slice(0, CHANGES_OF_DATASETS_SHOWN)];
  const lines = shown.map(({ field, from, to }) => `${field}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`);
  const more = datasets.length - CHANGES_OF_DATASETS_SHOWN;
  return more > 0 ? [...lines, `and ${more} more datasets`] : lines;
}
