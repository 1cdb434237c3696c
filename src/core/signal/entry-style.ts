// How a strategy wants its entries placed: at market, as a limit that may follow the price, passive first, or in slices.

import { checkWhole, type Refuse } from './refuse-setting.ts';

/**
 * No order of an entry is priced, or sent at market, further than `maxTicks` beyond the price that the entry was decided at.
 * Everything is for the day: an order that is not to work any longer is cancelled.
 */
export type EntryStyle =
  /** One market order. */
  | { readonly kind: 'market' }
  /** Rests at the touch of its own side; follows it when told so; ends after `restMs`. */
  | {
      readonly kind: 'limit';
      /** Ticks from the own touch towards the other side, below 0 further back. Default 0. */
      readonly offsetTicks?: number;
      /** Cancelled and sent again at the new touch every so many milliseconds, when the price has gone away. Default: never. */
      readonly chaseEveryMs?: number;
      /** Default 4. */
      readonly maxTicks?: number;
      /** Milliseconds that it may take in all. Default 60,000. */
      readonly restMs?: number;
      /** What is left then: given up, or taken with a limit `maxTicks` beyond the decided price. Default `giveUp`. */
      readonly atEnd?: 'giveUp' | 'take';
    }
  /** Rests at its own touch for `restMs` (default 2,000), then takes the rest, with a limit unless told otherwise. */
  | {
      readonly kind: 'passiveThenAggressive';
      readonly restMs?: number;
      readonly maxTicks?: number;
      readonly take?: 'limit' | 'market';
    }
  /** Market orders of at most so many contracts, the next one so many milliseconds after the one before has ended. */
  | {
      readonly kind: 'slices';
      readonly contracts: number;
      readonly everyMs: number;
      readonly maxTicks?: number;
    };

const MOST_MS = 3_600_000;

/** Throws through `refuse` at the first field that is wrong. */
export function checkEntryStyle(style: EntryStyle, refuse: Refuse): void {
  const at = 'execution.entry';
  const known = ['market', 'limit', 'passiveThenAggressive', 'slices'];
  if (!known.includes(style.kind)) refuse(`${at}.kind`, `one of ${known.join(', ')}`, style.kind);
  if (style.kind === 'market') return;
  checkWhole(refuse, `${at}.maxTicks`, style.maxTicks, 0, 1000);
  if (style.kind === 'slices') {
    // by name: a field that was left out is refused as well
    if (style.contracts === undefined) refuse(`${at}.contracts`, 'a whole number from 1', undefined);
    if (style.everyMs === undefined) refuse(`${at}.everyMs`, 'a whole number from 1', undefined);
    checkWhole(refuse, `${at}.contracts`, style.contracts, 1, 100_000);
    checkWhole(refuse, `${at}.everyMs`, style.everyMs, 1, MOST_MS);
    return;
  }
  checkWhole(refuse, `${at}.restMs`, style.restMs, 1, MOST_MS);
  if (style.kind === 'passiveThenAggressive') {
    if (style.take !== undefined && !['limit', 'market'].includes(style.take))
      refuse(`${at}.take`, 'limit or market', style.take);
    return;
  }
  checkWhole(refuse, `${at}.offsetTicks`, style.offsetTicks, -1000, 1000);
  checkWhole(refuse, `${at}.chaseEveryMs`, style.chaseEveryMs, 100, MOST_MS);
  if (style.atEnd !== undefined && !['giveUp', 'take'].includes(style.atEnd))
    refuse(`${at}.atEnd`, 'giveUp or take', style.atEnd);
}
