// Trades go in; those that equal the trade above in everything that is told come out, and are kept.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';

/** That so many runs of equal trades are all even is no accident. */
const TRADES_TO_JUDGE = 200;

const COMPARED = ['price', 'time_us', 'quantity', 'aggressor', 'condition', 'buy_agent', 'sell_agent'] as const;

export const identicalRows: RowRule = {
  id: 'identical-rows',
  severity: 'note',
  kinds: ['trades'],
  meaning:
    'Trades that equal the one above in all that is told. They are separate trades of one order and are kept: to remove them destroys volume. Where every trade of a day (200 at least) stands an even number of times, the file was doubled, and is refused.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const above = new Float64Array(COMPARED.length).fill(Number.NaN);
  let total = 0;
  let run = 0;
  let oddRuns = 0;
  return {
    rows(columns, from, to, offset) {
      const compared = comparedColumns(columns);
      const { trade_id: id, correction } = columns;
      total += to - from;
      if (from < to && equalsAbove(compared, from, above) && !isTold(id, correction, from)) {
        found(columns, from, offset);
        run++;
      } else if (from < to) startRun();
      const { price, time_us: times } = columns;
      for (let index = from + 1; index < to; index++) {
        // most rows differ in one of these two
        const isNear = price![index] === price![index - 1] && times![index] === times![index - 1];
        if (!isNear || !equalsPrevious(compared, index) || isTold(id, correction, index)) startRun();
        else {
          found(columns, index, offset);
          run++;
        }
      }
      if (from < to) for (const [at, column] of compared.entries()) above[at] = column?.[to - 1] ?? 0;
    },
    finding: () => {
      if (total >= TRADES_TO_JUDGE && oddRuns + (run % 2) === 0) return doubled(log, total);
      return log.finding(
        identicalRows.id,
        'note',
        `${countOf(log.count, total, 'trades')} equal the one above them: separate trades of one order, kept`,
      );
    },
  };

  function startRun(): void {
    oddRuns += run % 2;
    run = 1;
  }

  function found(columns: RowColumns, index: number, offset: number): void {
    if (log.count++ >= MAX_EXAMPLES) return;
    const timeUs = columns.time_us![index]!;
    log.list(
      offset + index,
      timeUs,
      `${columns.quantity![index]} at ${columns.price![index]}, ${clockOf(context, timeUs)}`,
    );
  }
}

function doubled(log: RowLog, total: number): ReturnType<RowLog['finding']> {
  const detail = `Each of the ${total} trades stands there an even number of times: the file holds everything twice, and the volume is doubled`;
  return log.finding(identicalRows.id, 'refuse', detail);
}

function comparedColumns(columns: RowColumns): readonly (Float64Array | undefined)[] {
  return COMPARED.map((name) => columns[name]);
}

/** A number of its own tells one trade from another; the removal of a trade repeats it by nature. */
function isTold(id: Float64Array | undefined, correction: Float64Array | undefined, index: number): boolean {
  return (id !== undefined && id[index]! > 0) || (correction !== undefined && correction[index] !== 0);
}

function equalsPrevious(columns: readonly (Float64Array | undefined)[], index: number): boolean {
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    if (column !== undefined && column[index] !== column[index - 1]) return false;
  }
  return true;
}

function equalsAbove(columns: readonly (Float64Array | undefined)[], index: number, above: Float64Array): boolean {
  for (let at = 0; at < columns.length; at++) if ((columns[at]?.[index] ?? 0) !== above[at]) return false;
  return true;
}
