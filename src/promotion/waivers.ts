// What a person wants to waive, by gate, and the stage in; the waivers with their name out, or why there can be none.

import { UserError } from '../adapters/user-error.ts';
import { askedAt, GATE_TABLE, isWaivable } from './gates/gate-table.ts';
import type { Waiver } from './release/gate.ts';
import type { Stage } from './release/stage.ts';

export interface AskedWaivers {
  /** Reason by the id of the gate. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Who waives. */
  readonly by: string | undefined;
}

/** A text of more is no reason but a document. */
export const WAIVER_CHARACTERS_MAX = 500;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what would garble a terminal or a report is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** By gate. Throws UserError `waiver-refused`; what can be known only once the gate was measured is refused by `GateRun`. */
export function checkedWaivers({ reasons, by }: AskedWaivers, stage: Stage): ReadonlyMap<string, Waiver> {
  const waivers = new Map<string, Waiver>();
  for (const [id, given] of Object.entries(reasons)) {
    const refusal = refusalOf(id, given, stage);
    if (refusal !== undefined) throw waiverRefused(id, ...refusal);
    waivers.set(id, { by: nameOf(id, by), reason: given.trim() });
  }
  return waivers;
}

function refusalOf(id: string, reason: string, stage: Stage): readonly [why: string, fix: string] | undefined {
  if (!Object.hasOwn(GATE_TABLE, id)) {
    const waivable = Object.keys(GATE_TABLE).filter(isWaivable);
    return [`there is no gate ${id}`, `Gates that can be waived: ${waivable.join(', ')}`];
  }
  if (!isWaivable(id)) return [`the gate ${id} keeps a release honest and is never waived`, 'Mend what it names'];
  if (askedAt({ id }, stage) !== 'required') {
    return [
      `the gate ${id} stops nothing at ${stage}`,
      'Leave the waiver out: the warning is written into the release',
    ];
  }
  if (reason.trim() === '') return ['no reason is given', `Write --waive ${id}="why it may fail"`];
  if (reason.length > WAIVER_CHARACTERS_MAX || CONTROL.test(reason)) {
    return ['the reason is no plain text', `Write one line of at most ${WAIVER_CHARACTERS_MAX} characters`];
  }
  return undefined;
}

function nameOf(id: string, by: string | undefined): string {
  const name = by?.trim() ?? '';
  if (name !== '' && name.length <= WAIVER_NAME_MAX && !CONTROL.test(name)) return name;
  throw waiverRefused(id, 'nobody signs for it', 'Say who waives: --waived-by "Name"');
}

const WAIVER_NAME_MAX = 200;

export function waiverRefused(id: string, why: string, fix: string): UserError {
  return new UserError({ code: 'waiver-refused', message: `The waiver of ${id} is refused: ${why}`, field: id, fix });
}
