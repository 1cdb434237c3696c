// A store, an instrument and two dates in; the days between them that the store has and those that it lacks out, or why there is none.

import type { ContractDays } from '../../adapters/datasets/contract-days.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';

export interface SpanRequest {
  /** A root or continuous name (the contract of each day), or a contract. */
  readonly instrument: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /** Each day's finest when absent. */
  readonly kind?: PartKind | undefined;
}

/** UserErrors: `bad-option` where the last day is before the first, `part-missing` where the store has none; those of the store. */
export function storedSpan(store: DatasetStore, { instrument, from, to, kind }: SpanRequest): ContractDays {
  const span = store.contractDays(instrument, from, to, kind);
  if (from > to) {
    throw new UserError({
      code: 'bad-option',
      message: `The span ends before it begins: from ${from} to ${to}`,
      field: 'to',
      fix: 'Write the earlier day as `from`, the later one as `to`; both are included',
    });
  }
  if (span.days.length > 0) return span;
  throw new UserError({
    code: 'part-missing',
    message: `The store has no ${kind ?? 'trades or candles'} of ${instrument} from ${from} to ${to}`,
    field: 'instrument',
    fix: 'Import a file with those days (qt import), or choose others: qt datasets lists them',
  });
}
