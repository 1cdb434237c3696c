// What the user asks to have exported to the parts that are meant, and the columns that at least one of them has.

import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { parseDay } from '../../../core/market/civil-day.ts';
import { UserError } from '../../user-error.ts';
import { isPresent, type PartRef, partRef } from '../part-path.ts';
import { columnsOf, type PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';

export interface PartChoice {
  /** A name that the store has (WDOU25, an adjusted WDOFUT), else a root or continuous name: the contract of each day. */
  readonly instrument: string;
  readonly kind: PartKind;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
}

/** Oldest first, at least one. UserErrors `part-missing`, `bad-option`, `unknown-instrument`. */
export function chosenParts(store: DatasetStore, choice: PartChoice): readonly PartRef[] {
  const { instrument, kind, from, to } = choice;
  for (const field of ['from', 'to'] as const) {
    if (parseDay(choice[field]) !== undefined) continue;
    throw new UserError({
      code: 'bad-option',
      message: `"${choice[field]}" is no date`,
      field,
      fix: 'Write the day as YYYY-MM-DD',
    });
  }
  const own = store.parts(instrument, kind);
  const parts =
    own.length > 0
      ? own.filter(({ day }) => day >= from && day <= to)
      : store
          .contractDays(instrument, from, to, kind)
          .days.map(({ contract, day }) => partRef(store.root, contract, kind, day));
  const present = parts.filter(isPresent);
  if (present.length > 0) return present;
  throw new UserError({
    code: 'part-missing',
    message: `The store has no ${kind} of ${instrument} from ${from} to ${to}`,
    field: 'instrument',
    fix: 'qt datasets lists what it has',
  });
}

/** Columns of the kind that one of the parts has, in the order of schema.ts. */
export async function columnsPresent(kind: PartKind, parts: readonly PartRef[]): Promise<ReadonlySet<string>> {
  const optional = columnsOf(kind).filter((spec) => spec.optional);
  const found = new Set<string>();
  for (const { path } of parts) {
    if (found.size === optional.length) break;
    // a file that cannot be read is named when its rows are
    const metadata = await asyncBufferFromFile(path)
      .then((buffer) => parquetMetadataAsync(buffer))
      .catch(() => undefined);
    const names = new Set(metadata?.schema.map(({ name }) => name));
    for (const { name } of optional) if (names.has(name)) found.add(name);
  }
  return new Set(columnsOf(kind).flatMap(({ name, optional: may }) => (!may || found.has(name) ? [name] : [])));
}
