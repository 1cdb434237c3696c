// Where data come from, through imports: it can become less than it was by itself, more only when somebody says so.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Provenance } from '../../../../src/core/market/provenance.ts';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const ROWS = '2025-08-27 09:00:00,5430,1\n2025-08-27 09:00:01,5430.5,2\n';

function mappingFile(use: Scratch, provenance?: Provenance): string {
  const columns = { datetime: { column: 1, format: 'YYYY-MM-DD HH:mm:ss' }, price: 2, quantity: 3 };
  const mapping = { name: 'mine', kind: 'trades', header: false, instrument: 'WDOU25', columns };
  return use.file('mapping.json', JSON.stringify({ ...mapping, ...(provenance === undefined ? {} : { provenance }) }));
}

const stored = ({ store }: Scratch): Provenance => store.manifest(store.parts('WDOU25', 'trades')[0]!).provenance;

describe('the provenance that a mapping states', () => {
  it.each([
    ['synthetic', 'exchange'],
    ['synthetic', 'simulated'],
    ['simulated', 'exchange'],
  ] as const)('%s cannot be made %s by an option', async (own, given) => {
    const use = scratch();
    const run = use.run('csv', use.file('t.csv', ROWS), { mapping: mappingFile(use, own), provenance: given });
    const error = await userErrorOf(run);
    expect(error).toMatchObject({ code: 'bad-option', field: 'provenance' });
    expect(error.message).toBe(`The mapping mine says that its data are ${own}: they cannot be imported as ${given}`);
    expect(use.store.instruments()).toEqual([]);
  });

  it.each([
    ['exchange', 'synthetic', 'synthetic'],
    ['simulated', 'synthetic', 'synthetic'],
    ['simulated', 'simulated', 'simulated'],
    ['simulated', undefined, 'simulated'],
    [undefined, 'simulated', 'simulated'],
    [undefined, undefined, 'exchange'],
  ] as const)('%s with the option %s is %s', async (own, given, expected) => {
    const use = scratch();
    await use.run('csv', use.file('t.csv', ROWS), { mapping: mappingFile(use, own), provenance: given });
    expect(stored(use)).toBe(expected);
  });
});

describe('the same rows imported again', () => {
  it('as less than they were are marked so', async () => {
    const use = scratch();
    const [file, mapping] = [use.file('t.csv', ROWS), mappingFile(use)];
    await use.run('csv', file, { mapping });
    const again = await use.run('csv', file, { mapping, provenance: 'synthetic' });
    expect([again.parts[0]!.change, stored(use)]).toEqual(['replaced', 'synthetic']);
  });

  it('as more than they were are refused unless replacing is asked for', async () => {
    const use = scratch();
    const [file, mapping] = [use.file('t.csv', ROWS), mappingFile(use)];
    await use.run('csv', file, { mapping, provenance: 'synthetic' });
    const error = await userErrorOf(use.run('csv', file, { mapping }));
    expect(error).toMatchObject({ code: 'provenance-stronger', field: 'provenance' });
    expect(error.fix).toContain('--provenance synthetic');
    expect(stored(use)).toBe('synthetic');
    const again = await use.run('csv', file, { mapping, replace: true });
    expect([again.parts[0]!.change, stored(use)]).toEqual(['replaced', 'exchange']);
  });
});

describe('a damaged part', () => {
  it('is whole again after the import of its file', async () => {
    const use = scratch();
    const [file, mapping] = [use.file('t.csv', ROWS), mappingFile(use)];
    await use.run('csv', file, { mapping });
    const { path } = use.store.parts('WDOU25', 'trades')[0]!;
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 5));
    expect((await use.run('csv', file, { mapping })).parts[0]!.change).toBe('replaced');
    expect(readFileSync(path)).toEqual(whole);
  });

  it('whose manifest is damaged is replaced on request', async () => {
    const use = scratch();
    const [file, mapping] = [use.file('t.csv', ROWS), mappingFile(use)];
    await use.run('csv', file, { mapping });
    const { manifestPath } = use.store.parts('WDOU25', 'trades')[0]!;
    const whole = readFileSync(manifestPath);
    writeFileSync(manifestPath, '{');
    expect((await userErrorOf(use.run('csv', file, { mapping }))).code).toBe('manifest-wrong');
    expect((await use.run('csv', file, { mapping, replace: true })).parts[0]!.change).toBe('replaced');
    expect(readFileSync(manifestPath)).toEqual(whole);
  });
});
