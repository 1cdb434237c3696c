// A root, a span and a rule in; the contract that the series shows on each day that the store has, and its rolls, out.

import {
  type Roll,
  type RollRule,
  type RollSchedule,
  scheduleOf,
  tradingDaysOf,
} from '../../../core/market/continuous/roll-schedule.ts';
import { type VolumeSchedule, volumeSchedule } from '../../../core/market/continuous/volume-schedule.ts';
import { type ContractOfDay, type ContractsOfDays, contractsOfDays } from '../../../core/market/contracts-of-days.ts';
import type { Root } from '../../../core/market/instrument.ts';
import { UserError } from '../../user-error.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import { dailyVolumes } from './daily-volumes.ts';

export interface SeriesSpan {
  readonly root: Root;
  /** Both included, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly kind: PartKind;
  readonly rule: RollRule;
}

export interface SeriesDays extends RollSchedule {
  readonly days: readonly ContractOfDay[];
  /** Trading days on which the store has no candles of the contract. */
  readonly missing: readonly ContractOfDay[];
  /** Of the volume rule: days on which the store does not have both contracts, so that nothing was decided. */
  readonly uncomparedDays: readonly string[];
}

/**
 * UserErrors: `bad-option` for days that are none, `part-missing` when the store has no day of the span,
 * `volumes-missing` when the volume rule has to choose and there is no day with volumes of two contracts.
 */
export async function seriesDays(store: DatasetStore, span: SeriesSpan): Promise<SeriesDays> {
  const { root, from, to, kind, rule } = span;
  const byVolume = rule === 'volume' ? await volumeScheduleOf(store, span) : undefined;
  const contractsOf = byVolume === undefined ? contractsOfDays : contractsBy(byVolume);
  const found = store.contractDays(root, from, to, kind, contractsOf);
  const days = found.days.map(({ day, contract }) => ({ day, contract }));
  if (days.length === 0) throw nothingOf(span);
  const shown = days.map(({ day, contract }) => ({ day, contract, cause: causeOf(contract, byVolume) }));
  return { ...scheduleOf(shown), days, missing: found.missing, uncomparedDays: byVolume?.uncomparedDays ?? [] };
}

/** Undefined for a span that is none or not covered, which `contractDays` complains of. */
async function volumeScheduleOf(store: DatasetStore, span: SeriesSpan): Promise<VolumeSchedule | undefined> {
  const { root, from, to, kind } = span;
  if (contractsOfDays(root, from, to).kind !== 'contracts') return undefined;
  const schedule = volumeSchedule(root, from, to, await dailyVolumes(store, root, kind, span));
  const shownDays = schedule.spans.length === 0 ? 0 : tradingDaysOf(from, to).length;
  if (schedule.rolls.length > 0 && schedule.uncomparedDays.length === shownDays) throw noVolumes(span);
  return schedule;
}

function contractsBy({ spans }: RollSchedule): typeof contractsOfDays {
  return (symbol, from, to): ContractsOfDays => {
    const asked = contractsOfDays(symbol, from, to);
    if (asked.kind !== 'contracts') return asked;
    const days = asked.days.map(({ day }) => {
      const span = spans.find((each) => day >= each.fromDay && day <= each.toDay)!;
      return { day, contract: span.contract };
    });
    return { kind: 'contracts', days };
  };
}

function causeOf(contract: string, byVolume: RollSchedule | undefined): Roll['cause'] {
  return byVolume === undefined ? 'calendar' : (byVolume.rolls.find(({ to }) => to === contract)?.cause ?? 'volume');
}

function noVolumes({ root, from, to, kind }: SeriesSpan): UserError {
  return new UserError({
    code: 'volumes-missing',
    message: `The store has no day from ${from} to ${to} with ${kind} of two neighbouring contracts of ${root}`,
    field: 'roll',
    fix: 'Import both contracts of the days around the rolls, or roll by the calendar: --roll calendar',
  });
}

function nothingOf({ root, from, to, kind }: SeriesSpan): UserError {
  return new UserError({
    code: 'part-missing',
    message: `The store has no ${kind} of the contracts of ${root} from ${from} to ${to}`,
    field: 'from',
    fix: 'Import candles of the contracts (qt import), or name another span; qt datasets tells what is there',
  });
}
