// The tapes of all roles of a strategy in; the row of its columns at each decision, made once for all runs that stand at the same steps, out.

import { freezeForText } from '../../adapters/journal/canonical-json.ts';
import type { FeatureRow } from '../../core/engine/feature-source.ts';
import type { FeatureTape } from './feature-tape.ts';
import type { TapedFeatures } from './taped-features.ts';

/** About what a row takes, and each of its columns: the values, their text, and what a strategy is given of them. */
const ROW_BYTES = 512;
const COLUMN_BYTES = 80;

interface KeptRow {
  /** Steps that each role had taken. */
  readonly positions: readonly number[];
  readonly row: FeatureRow;
}

/** Of strategies with the same columns in the same order under the same keys: whoever makes one sees to that. */
export class KeptRows {
  private readonly tapes: readonly FeatureTape[];
  private readonly columns: number;
  /** By the steps that the first role had taken. */
  private readonly rows: (KeptRow | undefined)[] = [];
  private count = 0;

  constructor(tapes: readonly FeatureTape[]) {
    this.tapes = tapes;
    this.columns = tapes.reduce((sum, { columns }) => sum + columns, 0);
  }

  get bytes(): number {
    return this.count * (ROW_BYTES + this.columns * COLUMN_BYTES);
  }

  /** Whether these are the tapes, to the last one. */
  isOf(tapes: readonly FeatureTape[]): boolean {
    return tapes.length === this.tapes.length && tapes.every((tape, role) => tape === this.tapes[role]);
  }

  /** `states` read the tapes, role by role. */
  row(states: readonly TapedFeatures[], make: () => FeatureRow): FeatureRow {
    for (let role = 0; role < states.length; role++) if (!states[role]!.isOnTape) return make();
    const first = states[0]!.position;
    const kept = this.rows[first];
    if (kept !== undefined && isAt(kept.positions, states)) return kept.row;
    const { values, filled } = make();
    const row = {
      values: freezeForText(values),
      filled: filled === undefined ? undefined : Object.freeze(filled),
      kept: { digest: undefined, named: undefined },
    };
    if (kept === undefined) this.count += 1;
    this.rows[first] = { positions: states.map(({ position }) => position), row };
    return row;
  }
}

function isAt(positions: readonly number[], states: readonly TapedFeatures[]): boolean {
  for (let role = 0; role < positions.length; role++) if (positions[role] !== states[role]!.position) return false;
  return true;
}
