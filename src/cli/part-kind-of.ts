// The text of an option in; the kind of part it names, or a usage error out.

import { parsePartKind } from '../adapters/datasets/candle-kind.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import { UserError } from '../adapters/user-error.ts';

export function partKindOf(text: string): PartKind {
  const kind = parsePartKind(text);
  if (kind !== undefined) return kind;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no kind of data`,
    field: 'kind',
    fix: 'Use trades, quotes, levels, orders, lasts, candles-1m, candles-5m, ..., daily',
  });
}
