// Rows of a recording: columns of a part, the numbers they were recorded under, and what a trade row can be.

import type { PartColumns } from '../../adapters/datasets/row-buffer.ts';

/** Rows with the numbers that they were recorded under, ascending. */
export interface NumberedRows {
  readonly columns: PartColumns;
  readonly seqs: readonly number[];
}

/** What the column `correction` says of a row. */
export const TRADE_ROW = 0;
export const REMOVAL_ROW = 1;
/** The trade with this number is from now on as told here; in a dataset the row before removes it as it was. */
export const EDIT_ROW = 2;
