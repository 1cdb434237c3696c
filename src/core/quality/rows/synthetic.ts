// The provenance of a part goes in; a note comes out where its rows are not those of an exchange.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { ALL_KINDS } from './measure/row-times.ts';

export const synthetic: RowRule = {
  id: 'synthetic',
  severity: 'note',
  kinds: ALL_KINDS,
  meaning: 'Rows that were made by a program: whatever is trained or tested on them can never be promoted to live.',
  start,
};

function start({ provenance }: PartContext): RowCheck | undefined {
  if (provenance === 'exchange') return undefined;
  let total = 0;
  return {
    rows: (_columns, from, to) => {
      total += to - from;
    },
    finding: () =>
      total === 0
        ? undefined
        : {
            rule: synthetic.id,
            severity: 'note',
            rows: total,
            detail: `All ${total} rows are ${provenance}: nothing that was made with them can be promoted to live`,
            examples: [],
            values: { provenance },
          },
  };
}
