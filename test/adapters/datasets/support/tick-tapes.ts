// Small tapes of ticks to the parts of one day that files with those ticks have, and back.

import fc from 'fast-check';
import type { TickParts } from '../../../../src/adapters/datasets/merge-ticks.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';

const TAPE_KINDS = ['trades', 'quotes', 'levels'] as const;
export type TapeKind = (typeof TAPE_KINDS)[number];

export interface Tick {
  readonly kind: TapeKind;
  readonly timeUs: number;
  readonly price: number;
  readonly id: number;
}

/** Parts of ticks in the order given; with ids, trades carry them. */
export function tickParts(ticks: readonly Tick[], withIds: boolean): TickParts {
  const of = (kind: TapeKind): PartColumns => {
    const rows = [...ticks.entries()].filter(([, tick]) => tick.kind === kind);
    const column = (value: (tick: Tick, order: number) => number): Float64Array =>
      Float64Array.from(rows, ([order, tick]) => value(tick, order));
    return {
      time_us: column(({ timeUs }) => timeUs),
      order: column((_, order) => order),
      price: column(({ price }) => price),
      ...(kind === 'trades' && withIds ? { trade_id: column(({ id }) => id) } : {}),
    };
  };
  const kinds = TAPE_KINDS.filter((kind) => ticks.some((tick) => tick.kind === kind));
  return new Map(kinds.map((kind) => [kind, of(kind)]));
}

/** The ticks of parts by their order, each as a text that begins with its place. */
export function ticksOf(merged: TickParts): readonly string[] {
  const rows = [...merged].flatMap(([kind, columns]) =>
    Array.from(columns.order!, (order, row) => ({
      order,
      text: `${order}: ${kind} ${columns.time_us![row]} ${columns.price![row]} ${columns.trade_id?.[row] ?? ''}`.trim(),
    })),
  );
  return rows.sort((a, b) => a.order - b.order).map(({ text }) => text);
}

/** Several ticks at one instant are common. */
export function tapes(kinds: readonly TapeKind[], maxLength = 30, prices = 3): fc.Arbitrary<readonly Tick[]> {
  const tick = fc.record({
    kind: fc.constantFrom(...kinds),
    step: fc.integer({ min: 0, max: 2 }),
    price: fc.integer({ min: 1, max: prices }),
  });
  return fc.array(tick, { minLength: 2, maxLength }).map((rows) => {
    let timeUs = 1000;
    return rows.map(({ kind, step, price }, index): Tick => {
      timeUs += step;
      return { kind, timeUs, price, id: (index + 1) * 10 };
    });
  });
}

/** All orders of a few things. */
export function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest]),
  );
}
