// The dataset store and what a machine wants in; the days to train on and the newer ones to validate on out.

import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { RetrainingSettings } from '../../adapters/machine/retraining-settings.ts';
import { UserError } from '../../adapters/user-error.ts';
import { formatDay, parseDay } from '../../core/market/civil-day.ts';
import type { TrainingSource } from './training-source.ts';

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

/**
 * One for each roll, the newest first: its training ends before its validation begins, and its validation where that of the roll before it begins. With
 * more than one each has all its days. `symbol` is what is traded, a root, continuous name or contract; `day` the last that may be used. UserErrors
 * `retraining-no-days`, `retraining-rehearsal-rolls`, and those of the store.
 */
export function retrainingDays(
  store: DatasetStore,
  settings: RetrainingSettings,
  symbol: string,
  source: TrainingSource,
  day: string,
): readonly [RetrainingDays, ...RetrainingDays[]] {
  const { days, validationDays, syntheticDays, rolls } = settings;
  const isRehearsal = syntheticDays !== undefined;
  if (isRehearsal && rolls > 1) throw rehearsalRolls();
  const wanted = rolls * validationDays + (isRehearsal ? 0 : days);
  const from = formatDay(dayNumber(day) - CALENDAR_PER_SESSION * wanted - CALENDAR_MORE);
  const sessions = daysOf(store, symbol, from, day);
  const validation = last(sessions, validationDays);
  if (validation === undefined) throw noDays(symbol, day, 'nothing to validate on');
  if (isRehearsal) return [{ training: undefined, validation }];
  const candles = daysOf(store, source.symbol, from, day, source.kind);
  const training = last(before(candles, validation), days);
  if (training === undefined)
    throw noDays(source.symbol, day, `no ${source.kind ?? 'days'} before ${validation.from} to train on`);
  const made: [RetrainingDays, ...RetrainingDays[]] = [{ training, validation }];
  while (made.length < rolls) {
    const older = last(before(sessions, made.at(-1)!.validation), validationDays);
    const trained = older === undefined ? undefined : last(before(candles, older), days);
    if (older === undefined || older.sessions < validationDays || (trained?.sessions ?? 0) < days) {
      const what = `days for ${made.length} of ${rolls} rolls, each of ${validationDays} days after ${days} to train on`;
      throw noDays(symbol, day, what);
    }
    made.push({ training: trained, validation: older });
  }
  return made;
}

function before(days: readonly string[], { from }: DaySpan): readonly string[] {
  return days.filter((each) => each < from);
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
    fix: 'Fetch or import days (qt history, qt import), or ask for other ones: --days, --validation-days, --rolls, --kind, or retraining in machine.json',
  });
}

function rehearsalRolls(): UserError {
  return new UserError({
    code: 'retraining-rehearsal-rolls',
    message: 'A rehearsal trains on the synthetic market: every roll would train the same model',
    field: 'rolls',
    fix: 'Leave rolls out, or train on stored days: take syntheticDays out of retraining in machine.json',
  });
}
