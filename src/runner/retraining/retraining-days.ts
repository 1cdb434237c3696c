// The dataset store and what a machine wants in; the days to train on and the newer ones to validate on out.

import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { RetrainingSettings } from '../../adapters/machine/retraining-settings.ts';
import { UserError } from '../../adapters/user-error.ts';
import { formatDay, parseDay } from '../../core/market/civil-day.ts';

export interface DaySpan {
  /** Session days, both included. */
  readonly from: string;
  readonly to: string;
  /** Sessions between them that the store has. */
  readonly sessions: number;
}

export interface RetrainingDays {
  /** Undefined where the model is trained on the synthetic market. */
  readonly training: DaySpan | undefined;
  readonly validation: DaySpan;
}

/** Calendar days looked back for so many sessions: week-ends, holidays and days that were not recorded lie between. */
const CALENDAR_PER_SESSION = 2;
const CALENDAR_MORE = 60;

/** `symbol` is a root, continuous name or contract; `day` the last that may be used. UserErrors `retraining-no-days`, and those of the store. */
export function retrainingDays(
  store: DatasetStore,
  settings: RetrainingSettings,
  symbol: string,
  day: string,
): RetrainingDays {
  const { days, validationDays, syntheticDays } = settings;
  const isRehearsal = syntheticDays !== undefined;
  const wanted = validationDays + (isRehearsal ? 0 : days);
  const from = formatDay(dayNumber(day) - CALENDAR_PER_SESSION * wanted - CALENDAR_MORE);
  const validation = last(daysOf(store, symbol, from, day), validationDays);
  if (validation === undefined) throw noDays(symbol, day, 'nothing to validate on');
  if (isRehearsal) return { training: undefined, validation };
  const candles = daysOf(store, symbol, from, day, settings.kind);
  const training = last(
    candles.filter((each) => each < validation.from),
    days,
  );
  if (training === undefined) throw noDays(symbol, day, `no ${settings.kind} before ${validation.from} to train on`);
  return { training, validation };
}

function daysOf(store: DatasetStore, symbol: string, from: string, to: string, kind?: string): readonly string[] {
  const parsed = kind === undefined ? undefined : parsePartKind(kind);
  return store.contractDays(symbol, from, to, parsed).days.map(({ day }) => day);
}

function last(days: readonly string[], count: number): DaySpan | undefined {
  const chosen = days.slice(-count);
  return chosen.length === 0 ? undefined : { from: chosen[0]!, to: chosen.at(-1)!, sessions: chosen.length };
}

function dayNumber(day: string): number {
  const number = parseDay(day);
  if (number !== undefined) return number;
  throw new UserError({
    ...{ code: 'bad-option', message: `${day} is no day`, field: 'day' },
    fix: 'Write the day as YYYY-MM-DD',
  });
}

function noDays(symbol: string, day: string, what: string): UserError {
  return new UserError({
    code: 'retraining-no-days',
    message: `The store has, up to ${day}, of ${symbol} ${what}`,
    field: 'retraining',
    fix: 'Fetch or import days (qt history, qt import), or change days, validationDays or kind of retraining in machine.json',
  });
}
