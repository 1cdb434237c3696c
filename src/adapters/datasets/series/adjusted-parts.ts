// A continuous name, a kind and a span in; the parts of an adjusted series out, or why they are none.

import { parseDay } from '../../../core/market/civil-day.ts';
import type { Root } from '../../../core/market/instrument.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR, isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import type { ProvenPart } from '../proven-part.ts';
import { isCandleKind, type PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';

export interface AdjustedSpan {
  /** The name under which the series is stored, such as WDOFUT. */
  readonly instrument: string;
  readonly kind: PartKind;
  /** Both included; without them all days. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Parts by day, at least one. UserErrors `bad-option`, `part-missing`, `not-adjusted`, `outside-calendar`, `part-corrupt`. */
export async function readAdjusted(
  store: DatasetStore,
  { instrument, kind, from, to }: AdjustedSpan,
): Promise<{ readonly root: Root; readonly parts: readonly ProvenPart[] }> {
  const symbol = parseSymbol(instrument);
  if (symbol?.kind !== 'continuous') {
    const fix = 'Name a continuous series such as WDOFUT';
    throw new UserError({ code: 'bad-option', message: `${instrument} is no continuous series`, field: 'series', fix });
  }
  if (!isCandleKind(kind)) {
    const fix = 'Name candles such as candles-1m';
    throw new UserError({
      code: 'bad-option',
      message: `Only candles can be restored, not ${kind}`,
      field: 'kind',
      fix,
    });
  }
  for (const [field, day] of Object.entries({ from, to })) {
    if (day === undefined || parseDay(day) !== undefined) continue;
    throw new UserError({
      code: 'bad-option',
      message: `"${day}" is no date`,
      field,
      fix: 'Write the day as YYYY-MM-DD',
    });
  }
  const present = store.parts(instrument, kind);
  const refs = present.filter(({ day }) => day >= (from ?? day) && day <= (to ?? day));
  if (refs.length === 0) {
    throw new UserError({
      code: 'part-missing',
      message:
        present.length === 0
          ? `The store has no ${kind} of ${instrument}`
          : `The store has ${kind} of ${instrument} from ${present[0]!.day} to ${present.at(-1)!.day} only`,
      field: present.length === 0 ? 'series' : 'from',
      fix: 'Import an adjusted series first, such as a WDOFUT export of Profit; qt datasets tells what is there',
    });
  }
  const parts: ProvenPart[] = [];
  for (const ref of refs) {
    const part = await store.readProven(ref);
    if (part.manifest.adjusted !== 'ratio') throw notAdjusted(part);
    if (!isCovered(parseDay(ref.day)!)) throw outsideCalendar(part);
    parts.push(part);
  }
  return { root: symbol.root, parts };
}

function outsideCalendar({ part }: ProvenPart): UserError {
  return new UserError({
    code: 'outside-calendar',
    message: `The trading calendar does not say which contract ${part.instrument} was on ${part.day}`,
    file: part.path,
    field: 'day',
    fix: `Leave it out: --from ${CALENDAR_FIRST_YEAR}-01-01 --to ${CALENDAR_LAST_YEAR}-12-31`,
  });
}

function notAdjusted({ part, manifest }: ProvenPart): UserError {
  return new UserError({
    code: 'not-adjusted',
    message: `${part.instrument} of ${part.day} is marked adjusted: ${manifest.adjusted}, and only ratios can be undone`,
    file: part.path,
    field: 'adjusted',
    fix:
      manifest.adjusted === 'difference'
        ? 'A series shifted by differences stays on the tick grid and does not show them: import the contracts instead'
        : 'Import it again with --adjusted ratio if it was multiplied at its rolls',
  });
}
