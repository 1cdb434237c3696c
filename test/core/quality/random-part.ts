// A kind of part and a seed in; out a part of it that no source would write, with any value in any column, and cuts into pieces.

import { BLOCK_ROWS } from '../../../src/core/quality/row-checks.ts';
import type { PartContext, RowColumns, RowKind } from '../../../src/core/quality/row-rule.ts';
import { Random } from '../../../src/simulation/random.ts';
import { contextFor, foreignContext } from '../../support/quality-sets.ts';

const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const AUCTION_ROWS = 30;
const OPEN_US = contextFor('trades').session!.openUs;

/** What all rows of a part have in common: faults that only many rows together show. */
interface Habits {
  readonly startUs: number;
  /** Of two rows, on average. */
  readonly stepUs: number;
  /** Chance that a price or a size is that of the row above. */
  readonly stands: number;
  readonly priceFactor: number;
  /** Chance of a price that is a few hundredths off. */
  readonly blurs: number;
  /** Rows from one auction to the next. */
  readonly auctionEvery: number;
  /** Candles close where the one above opened. */
  readonly isSwapped: boolean;
  readonly sizeStep: number;
  readonly sides: number;
}

function habitsOf(random: Random): Habits {
  return {
    startUs: OPEN_US + random.choice([-1, 0, 0, 40]) * MINUTE_US,
    stepUs: random.choice([0.1, 5, 30]) * SECOND_US,
    stands: random.choice([0, 0, 0.6, 0.9, 0.9999]),
    priceFactor: random.choice([1, 1, 1, 1.0649, 1.0649, 0.1]),
    blurs: random.choice([0, 0, 0.01]),
    auctionEvery: random.choice([250, Number.POSITIVE_INFINITY]),
    isSwapped: random.chance(0.2),
    sizeStep: random.choice([1, 1, 5]),
    sides: random.choice([1, 3]),
  };
}

/** What a column holds in the row `at`; `above` is what it should hold in the row above. */
type Cell = (at: number, above: number) => number;
type Cells = Readonly<Record<string, Cell>>;

interface Form {
  readonly required: Cells;
  /** Each may be absent. */
  readonly optional: Cells;
}

class Cellar {
  private readonly random: Random;
  private readonly habits: Habits;

  constructor(random: Random, habits: Habits) {
    this.random = random;
    this.habits = habits;
  }

  /** Ascends but for rows that are late, with many rows at one time and waits. */
  readonly time: Cell = (at, above) => {
    const { random, habits } = this;
    if (at % habits.auctionEvery === AUCTION_ROWS) return above + random.integer(60) * MINUTE_US;
    if (this.isAuction(at)) return above;
    if (random.chance(0.003)) return above - random.integer(20 * MINUTE_US);
    if (random.chance(0.003)) return above + random.integer(60 * MINUTE_US);
    return above + (random.chance(0.3) ? 0 : random.integer(3 * habits.stepUs));
  };

  readonly received: Cell = (at) => {
    const { random, habits } = this;
    return habits.startUs + Math.floor(at * habits.stepUs * 1.05) + random.integer(SECOND_US);
  };

  readonly price: Cell = (at, above) => {
    const { random, habits } = this;
    if (above !== 0 && (this.isAuction(at) || random.chance(habits.stands))) return above;
    const real = (10_890 + random.integer(20)) / 2;
    return Math.round(real * habits.priceFactor * 100 + (random.chance(habits.blurs) ? 7 : 0)) / 100;
  };

  readonly open: Cell = (at, above) => (this.habits.isSwapped ? jumping(at) : this.price(at, above));

  readonly close: Cell = (at, above) => (this.habits.isSwapped ? jumping(at - 1) : this.price(at, above));

  readonly size: Cell = (_at, above) => {
    const { random, habits } = this;
    return random.chance(habits.stands) ? above : habits.sizeStep * random.integer(80);
  };

  readonly side: Cell = () => this.random.integer(this.habits.sides) + (this.habits.sides === 1 ? 1 : 0);

  readonly number: Cell = (_at, above) => {
    const { random } = this;
    if (random.chance(0.01)) return above - random.integer(5);
    return above + (random.chance(0.1) ? 0 : 1) + (random.chance(0.1) ? random.integer(9) : 0);
  };

  readonly mostlyRow: Cell = (at) => (this.random.chance(0.9) ? at : 0);

  below(limit: number): Cell {
    return () => this.random.integer(limit);
  }

  /** The rows after the one that ends the wait. */
  private isAuction(at: number): boolean {
    const place = at % this.habits.auctionEvery;
    return at >= this.habits.auctionEvery && place > AUCTION_ROWS && place <= 2 * AUCTION_ROWS;
  }
}

/** A price that depends on nothing but the row, and is far from that of the row above. */
function jumping(at: number): number {
  return 5445 + (((at + 20) * 7) % 20) / 2;
}

function formOf(kind: RowKind, cells: Cellar): Form {
  const { time, received, price, open, close, size, side, number, mostlyRow } = cells;
  const tick = { time_us: time, order: number };
  const extras = { received_us: received, sequence: number };
  switch (kind) {
    case 'trades':
      return {
        required: { ...tick, price, quantity: size, aggressor: side, condition: cells.below(2) },
        optional: {
          ...extras,
          trade_id: number,
          buy_agent: cells.below(2),
          correction: (at) => (at % 9 === 0 ? 1 : 0),
        },
      };
    case 'quotes':
      return {
        required: { ...tick, flags: (at) => (at % 7) + 1, bid: price, ask: price, bid_size: size, ask_size: size },
        optional: extras,
      };
    case 'levels':
      return {
        required: { ...tick, flags: cells.below(8), price, quantity: size, orders: size },
        optional: { ...extras, previous_sequence: mostlyRow },
      };
    case 'orders':
      return {
        required: {
          ...{ ...tick, action: cells.below(11), flags: cells.below(32) },
          ...{ order_id: cells.below(500), price, quantity: size },
        },
        optional: { ...extras, previous_sequence: mostlyRow },
      };
    case 'lasts':
      return { required: { ...tick, price }, optional: { received_us: received } };
    case 'candles':
    case 'daily':
      return {
        required: {
          ...{ open_time_us: time, close_time_us: time, open, high: price, low: price, close },
          ...{ volume: size, trades: size },
        },
        optional: { turnover: (_at, above) => above + 54_500 },
      };
  }
}

/** Values that mean nothing in any column, and some that mean something in a few. */
const NONSENSE = [0, -0, -1, 0.25, 1e-9, 1e15, 2 ** 53, -1e300, Number.NaN, Number.POSITIVE_INFINITY, -Infinity, 5450];

function columnOf(cell: Cell, first: number, rows: number, share: number, random: Random): Float64Array {
  const values = new Float64Array(rows);
  let above = first;
  for (let at = 0; at < rows; at++) {
    above = cell(at, above);
    values[at] = random.chance(share) ? random.choice(NONSENSE) : above;
  }
  // a whole stretch, as of a column that was not read
  if (share > 0 && random.chance(0.2)) {
    values.fill(random.choice(NONSENSE), random.integer(rows), random.integer(rows));
  }
  return values;
}

function contextOf(kind: RowKind, random: Random): PartContext {
  const more: Partial<PartContext> = {
    provenance: random.chance(0.2) ? 'synthetic' : 'exchange',
    adjusted: random.choice(['none', 'none', 'none', 'ratio', 'difference', 'unknown']),
    closure: random.chance(0.1) ? 'a holiday' : undefined,
    ...(random.chance(0.2) ? { nowUs: OPEN_US + 180 * MINUTE_US } : {}),
  };
  if (random.chance(0.2)) return foreignContext(kind, more);
  const instrument = random.choice(['WDOU25', 'WDOU25', 'WDOU25', 'DOLU25', 'WINV25', 'WDOZ10']);
  return contextFor(kind, { instrument, ...more });
}

/** Ends of pieces as row numbers, ascending, the last one the number of rows; some pieces are empty. */
function cutsOf(rows: number, random: Random): readonly number[] {
  const longest = random.choice([1, 3, 20, 100, 5000]);
  const cuts: number[] = [];
  for (let at = 0; at < rows; ) {
    at = Math.min(rows, at + random.integer(longest + 1));
    cuts.push(at);
  }
  return cuts;
}

export interface RandomPart {
  readonly context: PartContext;
  readonly columns: RowColumns;
  readonly cuts: readonly number[];
}

export function randomPart(kind: RowKind, seed: number): RandomPart {
  const random = new Random(seed, `random ${kind}`);
  const rows = 1 + random.integer(random.chance(0.1) ? 2 * BLOCK_ROWS : 900);
  const habits = habitsOf(random);
  const { required, optional } = formOf(kind, new Cellar(random, habits));
  const told = Object.entries(optional).filter(() => random.chance(0.6));
  const share = random.choice([0, 0.001, 0.005, 0.02, 0.2]);
  const columns: Record<string, Float64Array> = {};
  for (const [name, cell] of [...Object.entries(required), ...told]) {
    const first = name.endsWith('time_us') ? habits.startUs : 0;
    // columns that are spared show what nonsense in the others would hide
    columns[name] = columnOf(cell, first, rows, random.chance(0.6) ? share : 0, random);
  }
  return { context: contextOf(kind, random), columns, cuts: cutsOf(rows, random) };
}
