// Takes a day of B3's historical trade files; expects its trailer, and the totals of each instrument as a plain reading has them.

import { expect, it } from 'vitest';
import { TradeCondition } from '../../src/core/market/event-record.ts';
import { describeRealSet } from './describe-real-set.ts';
import type { RealSet } from './real-sets-table.ts';
import { linesOf, rangeOf, storedDays, sumOf } from './stored-rows.ts';

const CANCELLED = '2';

interface Totals {
  readonly trades: number;
  readonly contracts: number;
  readonly lowest: number;
  readonly highest: number;
  readonly buyerTook: number;
  readonly sellerTook: number;
}

export function describeNegSet(set: RealSet): void {
  describeRealSet(set, ({ store, files, result }) => {
    it('has as many lines as its trailer says, each of 237 characters', () => {
      const lines = linesOf(files[0]!);
      expect(lines[0]).toMatch(/^RH NEG/);
      const trailer = lines.at(-1)!;
      expect(trailer).toMatch(/^RT NEG/);
      expect(Number(/(\d+)\s*$/.exec(trailer)![1])).toBe(lines.length);
      expect([lines.length - 2, lines.slice(1, -1).every(({ length }) => length === 237)]).toEqual([set.rows, true]);
    });

    it('has the trades, contracts, prices and sides of each instrument', async () => {
      const stored = new Map<string, Totals>();
      for (const { instrument, columns } of await storedDays(store, 'trades')) {
        const { price, quantity, aggressor, trade_id } = columns;
        const [lowest, highest] = rangeOf([price!]);
        const took = (side: number): number => aggressor!.filter((each) => each === side).length;
        stored.set(instrument, {
          ...{ trades: price!.length, contracts: sumOf(quantity!), lowest, highest },
          ...{ buyerTook: took(1), sellerTook: took(2) },
        });
        expect(trade_id!.every((id, row) => row === 0 || id > trade_id![row - 1]!)).toBe(true);
      }
      expect(stored).toEqual(plainTotals(files[0]!));
    });

    it('has two passive sides in 2 to 5 % of its trades and crosses in about 1 %, as many as the file', async () => {
      const conditions = (await storedDays(store, 'trades')).flatMap(({ columns }) => [...columns.condition!]);
      const count = (...some: readonly number[]): number => conditions.filter((each) => some.includes(each)).length;
      const { auction, cross, other } = TradeCondition;
      const rows = plainRows(files[0]!);
      const passive = rows.filter((fields) => fields[10] === '2' && fields[14] === '2');
      expect(count(auction, cross, other)).toBe(passive.length);
      expect(count(cross)).toBe(rows.filter((fields) => fields[15] === '1').length);
      const percentOfPassive = Math.round((100 * passive.length) / rows.length);
      expect(percentOfPassive >= 2 && percentOfPassive <= 5).toBe(true);
      // 0.5 to 1.7 % from day to day
      expect(Math.abs(count(cross) / rows.length - 0.01)).toBeLessThan(0.007);
    });

    it('numbers the trades of an instrument by tens, but for those put in by hand for a cancelled one', async () => {
      const ids = (await storedDays(store, 'trades')).flatMap(({ columns }) => [...columns.trade_id!]);
      expect(ids.filter((id) => id % 10 !== 0)).toHaveLength(set.skipped);
    });

    if (set.skipped === 0) return;
    it('leaves out the trades that were cancelled, and names them', () => {
      const notice = `${set.skipped} trades that were cancelled later are left out`;
      expect(result().notices.some((each) => each.startsWith(notice))).toBe(true);
    });
  });
}

/** The fields of each trade that was not cancelled. */
function plainRows(file: string): readonly (readonly string[])[] {
  const rows = linesOf(file).slice(1, -1);
  return rows.map((line) => line.split(';')).filter((fields) => fields[6] !== CANCELLED);
}

/** An independent reading: fields between semicolons, added up. */
function plainTotals(file: string): ReadonlyMap<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const fields of plainRows(file)) {
    const symbol = fields[1]!.trim();
    const price = Number(fields[3]);
    const before = totals.get(symbol);
    totals.set(symbol, {
      trades: (before?.trades ?? 0) + 1,
      contracts: (before?.contracts ?? 0) + Number(fields[4]),
      lowest: Math.min(before?.lowest ?? price, price),
      highest: Math.max(before?.highest ?? price, price),
      buyerTook: (before?.buyerTook ?? 0) + (fields[10] === '1' && fields[14] === '2' ? 1 : 0),
      sellerTook: (before?.sellerTook ?? 0) + (fields[10] === '2' && fields[14] === '1' ? 1 : 0),
    });
  }
  return totals;
}
