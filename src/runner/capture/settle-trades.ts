// A tape of trades with edits in; each edit as the removal of what it replaces and the trade as it is now, and nothing told twice, out.

import { EDIT_ROW, type NumberedRows, REMOVAL_ROW, TRADE_ROW } from './numbered-rows.ts';

/** What an edit can change. */
const VALUES = ['price', 'quantity', 'aggressor', 'condition', 'buy_agent', 'sell_agent'] as const;

interface Pick {
  /** The row that tells. */
  readonly row: number;
  /** The row whose values stand there. */
  readonly values: number;
  readonly correction: number;
}

/**
 * Left out: an edit that changes nothing, such as of a trade that history brought as it is by now, and a trade that is told again as it
 * was, such as the last one before a restart of the host. An edit of a trade that was never told is that trade.
 */
export function settleTrades({ columns, seqs }: NumberedRows): NumberedRows {
  const picks = picksOf(columns);
  const isSettled = picks.length === seqs.length && !columns.correction!.includes(EDIT_ROW);
  if (isSettled) return { columns, seqs };
  const settled: Record<string, Float64Array> = {};
  for (const [name, column] of Object.entries(columns)) {
    // a removal stands where it was told, and carries all else of the trade
    const isOfTeller = name === 'received_us';
    settled[name] = Float64Array.from(picks, ({ row, values }) => column[isOfTeller ? row : values]!);
  }
  settled.correction = Float64Array.from(picks, ({ correction }) => correction);
  return { columns: settled, seqs: picks.map(({ row }) => seqs[row]!) };
}

function picksOf(columns: NumberedRows['columns']): readonly Pick[] {
  const { trade_id: ids, correction } = columns;
  const picks: Pick[] = [];
  /** The row with the values of each trade as they are. */
  const rows = new Map<number, number>();
  for (let row = 0; row < ids!.length; row++) {
    const id = ids![row]!;
    const known = id === 0 ? undefined : rows.get(id);
    if (correction![row] === REMOVAL_ROW) {
      rows.delete(id);
      picks.push({ row, values: row, correction: REMOVAL_ROW });
      continue;
    }
    const isEdit = correction![row] === EDIT_ROW;
    if (known !== undefined && isSame(columns, known, row) && (isEdit || isSameTime(columns, known, row))) continue;
    if (known !== undefined && isEdit) picks.push({ row, values: known, correction: REMOVAL_ROW });
    // what is left of an edit: the engine is told of it as live, as a correction and not as one more trade
    picks.push({ row, values: row, correction: known !== undefined && isEdit ? EDIT_ROW : TRADE_ROW });
    rows.set(id, row);
  }
  return picks;
}

function isSame(columns: NumberedRows['columns'], a: number, b: number): boolean {
  return VALUES.every((name) => columns[name]![a] === columns[name]![b]);
}

function isSameTime({ time_us }: NumberedRows['columns'], a: number, b: number): boolean {
  return time_us![a] === time_us![b];
}
