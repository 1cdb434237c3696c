import { describe, expect, it } from 'vitest';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const DATETIME = { datetime: { column: 1, format: 'YYYY-MM-DD HH:mm:ss' } };
const NAMED = { ...DATETIME, contract: 2, price: 3, quantity: 4 };
const row = (symbol: string, second = 0): string => `2025-08-05 09:00:0${second},${symbol},5454.5,2`;

function mapped(use: Scratch, more: Record<string, unknown> = {}): string {
  const base = { name: 'mine', kind: 'trades', header: false, columns: NAMED };
  return use.file('mapping.json', JSON.stringify({ ...base, ...more }));
}

describe('a column of symbols and the instrument that the user gives', () => {
  it.each(['WDOV25', 'DOLU25', 'PETR4', 'WDO'])('contradict each other: WDOU25 and %s', async (instrument) => {
    const use = scratch();
    const path = use.file('t.csv', row('WDOU25'));
    const mapping = mapped(use);
    const error = await userErrorOf(use.run('csv', path, { mapping, instrument }));
    const place = { file: path, line: 1, column: 2, field: 'column 2' };
    expect(error).toMatchObject({ code: 'instrument-differs', ...place });
    expect(error.message).toContain(`the row is of WDOU25, --instrument says ${instrument}`);
    const skipped = await userErrorOf(use.run('csv', path, { mapping, instrument, skipBadLines: true }));
    expect(skipped).toMatchObject({ code: 'instrument-differs', file: path, column: 2 });
    expect(use.store.instruments()).toEqual([]);
  });

  it('may be the same, and a second symbol is a wrong line then', async () => {
    const use = scratch();
    const mapping = mapped(use);
    const path = use.file('t.csv', [row('WDOU25'), row('WDOV25', 1)].join('\n'));
    const error = await userErrorOf(use.run('csv', path, { mapping, instrument: 'WDOU25' }));
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column: 2 });
    const result = await use.run('csv', path, { mapping, instrument: 'WDOU25', skipBadLines: true });
    expect(result).toMatchObject({ instrument: 'WDOU25', rowsAccepted: 1, badLineCount: 1 });
    expect(await scratch().run('csv', path, { mapping })).toMatchObject({ instruments: 2, rowsAccepted: 2 });
  });

  it('may name one series in two ways, that of the user saying more', async () => {
    const use = scratch();
    const path = use.file('t.csv', row('WDO'));
    await use.run('csv', path, { mapping: mapped(use), instrument: 'WDO$D' });
    expect(use.store.instruments()).toEqual(['WDOFUT']);
    expect(use.store.manifest(use.store.parts('WDOFUT')[0]!).adjusted).toBe('difference');
  });

  it('have nothing to do with each other where the instrument is that of another stream', async () => {
    const use = scratch();
    const where = (text: string) => ({ column: 2, equals: text });
    const streams = [{ where: where('WDOU25'), columns: { contract: 2 } }, { where: where('x') }];
    const mapping = mapped(use, { kind: 'lasts', columns: { ...DATETIME, price: 3 }, streams });
    const path = use.file('t.csv', [row('WDOU25'), row('x', 1)].join('\n'));
    await use.run('csv', path, { mapping, instrument: 'PETR4' });
    expect(use.store.instruments()).toEqual(['PETR4', 'WDOU25']);
  });
});

describe('a mapping that names the instruments of its streams', () => {
  it('cannot be told another one', async () => {
    const use = scratch();
    const streams = [{ instrument: 'WDOU25', columns: { ...DATETIME, price: 3, quantity: 4 } }];
    const mapping = mapped(use, { columns: undefined, streams });
    const path = use.file('t.csv', row('x'));
    const error = await userErrorOf(use.run('csv', path, { mapping, instrument: 'WDOV25' }));
    expect(error).toMatchObject({ code: 'instrument-differs', field: 'instrument' });
    expect(error.message).toBe('The mapping mine says that rows are of WDOU25, --instrument says WDOV25');
    expect(await use.run('csv', path, { mapping, instrument: 'WDOU25' })).toMatchObject({ instrument: 'WDOU25' });
  });

  it('gives way where it names one for the whole file', async () => {
    const use = scratch();
    const columns = { ...DATETIME, price: 3, quantity: 4 };
    const mapping = mapped(use, { columns, instrument: 'WDOU25' });
    const path = use.file('t.csv', row('x'));
    expect(await use.run('csv', path, { mapping, instrument: 'WDOV25' })).toMatchObject({ instrument: 'WDOV25' });
  });
});
