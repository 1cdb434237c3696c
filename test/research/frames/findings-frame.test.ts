// What the quality gate found, as a frame: the worst first, of all or of one.
import { beforeAll, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { findingsFrame } from '../../../src/research/frames/findings-frame.ts';
import { DAY, tradeColumns, writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const store = openStore(temporaryFolder('findings'));

beforeAll(async () => {
  await writePart(
    store,
    'trades',
    DAY,
    { ...tradeColumns(4), price: [5400.3, 5400, 5400, 5400] },
    { provenance: 'synthetic' },
  );
});

it('has a row for each, the worst first', () => {
  const found = findingsFrame(store);
  expect(found.names).toEqual(['instrument', 'kind', 'day', 'severity', 'rule', 'rows', 'says']);
  const severities = found.toRows().map(({ severity }) => severity);
  const order = ['refuse', 'warn', 'note'];
  expect(severities).toEqual(severities.toSorted((a, b) => order.indexOf(String(a)) - order.indexOf(String(b))));
  expect(found.toRows()).toContainEqual(
    expect.objectContaining({ rule: 'synthetic', kind: 'trades', day: DAY, rows: 4 }),
  );
  expect(found.toRows().some(({ rule }) => rule === 'off-tick')).toBe(true);
});

it('is of one instrument and kind where they are named, and empty where nothing was found', () => {
  expect(findingsFrame(store, 'WDOU25', 'trades').rows).toBe(findingsFrame(store).rows);
  expect(findingsFrame(store, 'WDOU25', 'quotes')).toMatchObject({ rows: 0 });
  expect(findingsFrame(store, 'WDOV25').names).toContain('says');
});
