// Takes the log of a rule that finds all rows of a part; gives what counts them and lists the first by their times.

import { MAX_EXAMPLES } from '../../finding.ts';
import type { PartContext, RowCheck } from '../../row-rule.ts';
import { clockOf } from './figures.ts';
import type { RowLog } from './row-log.ts';
import { timesOf } from './row-times.ts';

export function everyRow(context: PartContext, log: RowLog): RowCheck['rows'] {
  return (columns, from, to, offset) => {
    const times = timesOf(columns);
    for (let index = from; index < to && offset + index < MAX_EXAMPLES; index++) {
      log.list(offset + index, times[index]!, clockOf(context, times[index]!));
    }
    log.count += to - from;
  };
}
