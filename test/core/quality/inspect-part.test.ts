// Gives whole parts to all rules, clean, damaged and in pieces, and real files whose quirks are known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectPart } from '../../../src/core/quality/inspect-part.ts';
import { BLOCK_ROWS, RowChecks } from '../../../src/core/quality/row-checks.ts';
import type { PartContext, RowColumns, RowKind } from '../../../src/core/quality/row-rule.ts';
import { ROW_RULES, RULES_VERSION } from '../../../src/core/quality/row-rules.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { damaged, damages } from '../../support/quality-damage.ts';
import {
  CLEAN_SETS,
  changed,
  cleanTrades,
  contextFor,
  foreignContext,
  rowCountOf,
} from '../../support/quality-sets.ts';
import { randomPart } from './random-part.ts';

const KINDS = Object.keys(CLEAN_SETS) as readonly RowKind[];
/** Of each kind, more at night. */
const NONSENSE_PARTS = 60;

/** With odd seeds the pieces are columns of their own, as in a feed; with every third the rules are asked after the first. */
function inspectedInPieces(context: PartContext, columns: RowColumns, cuts: readonly number[], seed: number) {
  const checks = new RowChecks(context);
  let from = 0;
  for (const [at, to] of cuts.entries()) {
    if (seed % 2 === 0) checks.rows(columns, from, to);
    else checks.rows(pieceOf(columns, from, to), 0, to - from);
    if (seed % 3 === 0 && at < 3) checks.inspection(false);
    from = to;
  }
  return checks.inspection(true);
}

function pieceOf(columns: RowColumns, from: number, to: number): RowColumns {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)]));
}

describe('inspectPart', () => {
  it.each(KINDS)('finds nothing in clean %s', (kind) => {
    expect(inspectPart(contextFor(kind), CLEAN_SETS[kind]())).toEqual({
      rulesVersion: RULES_VERSION,
      verdict: 'clean',
      findings: [],
    });
  });

  it.each(KINDS)('finds nothing in clean %s of an instrument of which little is known', (kind) => {
    const terms = { ...foreignContext(kind).terms, pointValue: undefined, inferred: true };
    expect(inspectPart(foreignContext(kind, { terms }), CLEAN_SETS[kind]()).findings).toEqual([]);
  });

  it('gives the worst severity as its verdict and findings in the order of the rules', () => {
    const planted = changed(
      changed(cleanTrades(), 'quantity', () => 0, 5, 6),
      'time_us',
      () => 0,
      9,
      10,
    );
    const { verdict, findings } = inspectPart(contextFor('trades', { provenance: 'synthetic' }), planted);
    expect(verdict).toBe('refuse');
    expect(findings.map(({ rule }) => rule)).toEqual(['zero-time', 'outside-session', 'bad-quantity', 'synthetic']);
  });

  it('counts rows over all blocks of a long part', () => {
    const columns = cleanTrades(3 * BLOCK_ROWS + 7);
    const planted = changed(columns, 'quantity', () => -1, 3 * BLOCK_ROWS, 3 * BLOCK_ROWS + 7);
    const [finding] = inspectPart(contextFor('trades'), planted).findings;
    expect(finding).toMatchObject({
      rule: 'bad-quantity',
      rows: 7,
      examples: [{ row: 3 * BLOCK_ROWS }, ...new Array(6).fill({})],
    });
  });

  it('has no opinion of a part without rows', () => {
    const empty = Object.fromEntries(Object.keys(cleanTrades(2)).map((name) => [name, new Float64Array(0)]));
    expect(inspectPart(contextFor('trades'), empty).verdict).toBe('clean');
  });
});

describe('rules over rows that come in pieces', () => {
  it.each(KINDS)('find the same in damaged %s however they are cut, asked or not in between', (kind) => {
    const clean = CLEAN_SETS[kind]();
    const rows = rowCountOf(clean);
    fc.assert(
      fc.property(damages, fc.array(fc.nat(rows), { maxLength: 12 }), fc.boolean(), (choices, cuts, asks) => {
        const columns = damaged(clean, Object.keys(clean), choices);
        const context = contextFor(kind);
        const checks = new RowChecks(context);
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), rows]) {
          checks.rows(columns, from, to);
          if (asks) checks.inspection(false);
          from = to;
        }
        expect(checks.inspection(true)).toEqual(inspectPart(context, columns));
      }),
      { seed: 20_250_811, numRuns: propertyRuns(12) },
    );
  });

  it.each(KINDS)('find the same in %s of nonsense however they are cut, asked or not in between', (kind) => {
    for (let seed = 1; seed <= propertyRuns(NONSENSE_PARTS); seed++) {
      const { context, columns, cuts } = randomPart(kind, seed);
      expect(inspectedInPieces(context, columns, cuts, seed), `seed ${seed}`).toEqual(inspectPart(context, columns));
    }
  });

  it('are tried on nonsense of which every rule has something to say', () => {
    const told = new Set<string>();
    for (const kind of KINDS) {
      for (let seed = 1; seed <= NONSENSE_PARTS; seed++) {
        const { context, columns } = randomPart(kind, seed);
        for (const { rule } of inspectPart(context, columns).findings) told.add(rule);
      }
    }
    expect(ROW_RULES.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });

  it('never give a number that is none', () => {
    for (const kind of KINDS) {
      const clean = CLEAN_SETS[kind]();
      fc.assert(
        fc.property(damages, (choices) => {
          expectFigures(contextFor(kind), damaged(clean, Object.keys(clean), choices));
        }),
        { seed: 7, numRuns: propertyRuns(12) },
      );
      for (let seed = 1; seed <= propertyRuns(30); seed++) {
        const { context, columns } = randomPart(kind, seed);
        expectFigures(context, columns);
      }
    }
  });
});

function expectFigures(context: PartContext, columns: RowColumns): void {
  for (const { rows, examples, values, detail } of inspectPart(context, columns).findings) {
    expect(Number.isInteger(rows) && rows > 0).toBe(true);
    expect(examples.length).toBeLessThanOrEqual(10);
    expect(examples.every(({ timeUs }) => timeUs === undefined || Number.isFinite(timeUs))).toBe(true);
    const numbers = Object.values(values ?? {}).filter((value) => typeof value === 'number');
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(detail).not.toMatch(/NaN|undefined|Infinity/);
  }
}
