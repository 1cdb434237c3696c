// What a model says of the cells that made it and the notebook that is there in; a gate that says whether these are those cells, out.

import type { NotebookRecord } from '../../core/prediction/model-manifest.ts';
import { type FoundNotebook, notebookName } from '../notebook/find-notebook.ts';
import type { CheckedGate } from '../release/gate.ts';

const FIX =
  'Run the notebook from its top in a fresh session (npx qt notebook run), which makes the model anew, then promote that one';

/** The value is how many of the cells that ran the notebook begins with, in order; the limit how many ran until the model was exported. */
export function notebookGate(record: NotebookRecord, found: FoundNotebook | undefined): CheckedGate {
  const limit = record.cells.length;
  const value = found?.equal ?? 0;
  const base = { id: 'notebook', value, limit } as const;
  const name = notebookName(record, found);
  if (found === undefined) {
    const reason = `The model was exported by a notebook, and ${name} is not here`;
    const fix = `Put it back: into notebooks/, or where it was. ${FIX}`;
    return { ...base, passed: false, reason, fix };
  }
  if (value < limit) return { ...base, passed: false, reason: differenceOf(record, found, name), fix: FIX };
  const reason = `The model was exported by the first ${limit} cells of ${name} as they are, run once each from the top`;
  return { ...base, passed: true, reason, fix: '' };
}

function differenceOf({ cells: ran }: NotebookRecord, { cells, equal }: FoundNotebook, name: string): string {
  const number = equal + 1;
  const elsewhere = cells.findIndex(({ sha256 }) => sha256 === ran[equal]);
  const there = cells[equal];
  if (elsewhere >= 0) {
    const again = ran.indexOf(ran[equal]!) < equal ? 'again, ' : '';
    return `${name}: cell ${elsewhere + 1} (${cells[elsewhere]!.firstLine}) ran ${again}as number ${number}: the cells did not run once each from the top`;
  }
  if (there === undefined) return `${name}: cell number ${number} that ran is not in it any more: edited after the run`;
  return ran.includes(there.sha256)
    ? `${name}: what ran as number ${number} is not in it: a cell was edited or taken out after the run`
    : `${name}: cell ${number} (${there.firstLine}) is not what ran: edited after the run`;
}
