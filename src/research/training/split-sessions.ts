// Takes rows by session; gives the earlier ones to train on and the later ones to validate on, with sessions left out between.

import { assert } from '../../core/assert.ts';
import type { TrainingRows } from './training-rows.ts';
import { type Refused, refused } from './training-sample.ts';

export interface SplitRules {
  /** Share of the sessions kept for validation, the last ones. */
  readonly validationShare: number;
  /** Sessions between the two that neither uses: what hangs over from one day to the next stays out. */
  readonly embargoSessions: number;
}

export interface SessionSplit {
  readonly kind: 'split';
  readonly training: SplitPart;
  readonly validation: SplitPart;
}

export interface SplitPart {
  readonly from: string;
  readonly to: string;
  /** Row numbers, ascending. */
  readonly rows: Uint32Array;
}

/** Whole sessions only; labels never cross a session, so no label of the training part is known after validation begins. */
export function splitSessions(rows: TrainingRows, rules: SplitRules): SessionSplit | Refused {
  const used = [...new Set(rows.day)];
  const validationDays = Math.round(used.length * rules.validationShare);
  const trainingDays = used.length - validationDays - rules.embargoSessions;
  if (trainingDays < 1 || validationDays < 1) {
    return refused(
      `${used.length} sessions with rows are too few to train, leave out ${rules.embargoSessions} and validate`,
    );
  }
  const training = partOf(rows, used.slice(0, trainingDays));
  const validation = partOf(rows, used.slice(used.length - validationDays));
  let known = 0;
  for (const row of training.rows) known = Math.max(known, rows.knownUs[row]!);
  assert(known < rows.decidedUs[validation.rows[0]!]!, 'labels of training are known before validation begins');
  return { kind: 'split', training, validation };
}

function partOf(rows: TrainingRows, days: readonly number[]): SplitPart {
  const wanted = new Set(days);
  const numbers: number[] = [];
  for (let row = 0; row < rows.matrix.rows; row++) if (wanted.has(rows.day[row]!)) numbers.push(row);
  return { from: rows.days[days[0]!]!, to: rows.days[days[days.length - 1]!]!, rows: Uint32Array.from(numbers) };
}
