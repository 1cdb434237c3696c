// The rolls of a series in; the prices of both contracts at each out, taken from the stored adjustment or measured anew and stored.

import { utcUsOf } from '../../../core/market/civil-time.ts';
import type { AdjustmentMethod } from '../../../core/market/continuous/adjustment.ts';
import { type KnownRollPrices, type RollPrices, rollPrices } from '../../../core/market/continuous/roll-prices.ts';
import type { Roll, RollRule } from '../../../core/market/continuous/roll-schedule.ts';
import type { Root } from '../../../core/market/instrument.ts';
import { UserError } from '../../user-error.ts';
import { isPresent, partRef } from '../part-path.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';
import {
  adjustmentPath,
  type MeasuredPart,
  readAdjustment,
  type StoredRoll,
  writeAdjustment,
} from './adjustment-file.ts';
import { priceTrack, rollParts } from './roll-parts.ts';

export interface RollQuestion {
  readonly root: Root;
  readonly kind: PartKind;
  readonly method: AdjustmentMethod;
  readonly rule: RollRule;
  /** Refuse prices of two times, which hold a move of the market too. */
  readonly sameTimeOnly: boolean;
}

export interface MeasuredRolls {
  /** In the order of the rolls. */
  readonly prices: readonly KnownRollPrices[];
  /** Where they are stored. */
  readonly file: string;
}

/** UserErrors: `roll-unmeasured` names the roll and what is missing; `adjustment-wrong`, `store-unwritable`. */
export async function measureRolls(
  store: DatasetStore,
  question: RollQuestion,
  rolls: readonly Roll[],
): Promise<MeasuredRolls> {
  const file = adjustmentPath(store.root, question.root, `${question.method}-${question.rule}`);
  const stored = readAdjustment(file);
  const recovered = readAdjustment(adjustmentPath(store.root, question.root, 'recovered'));
  const fresh: StoredRoll[] = [];
  for (const roll of rolls) fresh.push(await measured(store, question, roll, { stored, recovered }));
  const kept = stored.filter((old) => !fresh.some((roll) => isSamePlace(old, roll)));
  if (rolls.length > 0) writeAdjustment(file, question.root, [...kept, ...fresh]);
  return { prices: fresh.map(({ prices }) => prices), file };
}

interface Known {
  readonly stored: readonly StoredRoll[];
  readonly recovered: readonly StoredRoll[];
}

/** Prices of candles at the same time go before recovered ones, and these before prices of two times. */
async function measured(
  store: DatasetStore,
  question: RollQuestion,
  roll: Roll,
  { stored, recovered }: Known,
): Promise<StoredRoll> {
  const place = { day: roll.day, from: roll.from, to: roll.to, kind: question.kind };
  const parts = rollParts(store, question.kind, roll);
  const proven = recovered.find((known) => isSamePlace(known, place) && isStillTrue(store, known));
  const haveCommonDay = parts.old.some(({ day }) => parts.fresh.some((part) => part.day === day));
  if (proven !== undefined && !haveCommonDay) return withChange(proven, question.method);
  const known = stored.find((old) => isSamePlace(old, place) && old.origin === 'candles');
  const isFinal = known?.prices.kind === 'sameTime' || proven === undefined;
  if (known !== undefined && isFinal && areSame(known.parts, parts.measured)) return accepted(known, question);
  const old = await priceTrack(store, parts.old);
  const fresh = await priceTrack(store, parts.fresh);
  const prices = rollPrices(old, fresh, utcUsOf(roll.day, 0));
  if (prices.kind !== 'sameTime' && proven !== undefined) return withChange(proven, question.method);
  const found = { ...place, origin: 'candles', prices: knownPrices(prices, roll), parts: parts.measured } as const;
  return accepted(withChange(found, question.method), question);
}

function isSamePlace(a: Pick<StoredRoll, 'day' | 'from' | 'to' | 'kind'>, b: typeof a): boolean {
  return a.day === b.day && a.from === b.from && a.to === b.to && a.kind === b.kind;
}

function areSame(a: readonly MeasuredPart[], b: readonly MeasuredPart[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Parts of the adjusted series may be gone after their contracts were restored; those that are there must be the same. */
function isStillTrue(store: DatasetStore, { parts, kind }: StoredRoll): boolean {
  return parts.every(({ instrument, day, sha256 }) => {
    const part = partRef(store.root, instrument, kind as PartKind, day);
    return !isPresent(part) || store.manifest(part).sha256 === sha256;
  });
}

function withChange(roll: StoredRoll, method: AdjustmentMethod): StoredRoll {
  const { oldPrice, newPrice } = roll.prices;
  return method === 'ratio' ? { ...roll, ratio: newPrice / oldPrice } : { ...roll, difference: newPrice - oldPrice };
}

function knownPrices(prices: RollPrices, roll: Roll): KnownRollPrices {
  if (prices.kind !== 'unknown') return prices;
  const contract = prices.reason === 'noOldPrices' ? roll.from : roll.to;
  const when = prices.reason === 'noOldPrices' ? `in the five trading days before ${roll.day}` : `up to ${roll.day}`;
  throw unmeasured(roll, `there are no candles of ${contract} ${when}`);
}

function accepted(roll: StoredRoll, { sameTimeOnly }: RollQuestion): StoredRoll {
  if (!sameTimeOnly || roll.prices.kind === 'sameTime') return roll;
  throw unmeasured(roll, 'no candles of both contracts end at the same time in the five trading days before it');
}

function unmeasured(roll: Pick<Roll, 'day' | 'from' | 'to'>, why: string): UserError {
  return new UserError({
    code: 'roll-unmeasured',
    message: `The roll from ${roll.from} to ${roll.to} on ${roll.day} cannot be measured: ${why}`,
    field: 'adjust',
    fix: `Import candles of ${roll.from} and ${roll.to} for the days before ${roll.day}, or take a span without this roll`,
  });
}
