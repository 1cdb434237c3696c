// Checks the table of records against the platform, against the C header on both systems, and what happens when they differ.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkLayouts, layoutAssertsInC } from '../../../../src/adapters/profit-dll/abi/check-layouts.ts';
import { LAYOUTS, type Layout } from '../../../../src/adapters/profit-dll/abi/layouts.ts';

const include = fileURLToPath(new URL('../../../../native/include', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qt-layouts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hasCompiler(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

function compile(compiler: string, source: string): string {
  const file = join(folder, 'layouts.c');
  writeFileSync(file, source);
  const options = [
    '-std=c11',
    '-Wall',
    '-Wextra',
    '-Werror',
    `-I${include}`,
    '-c',
    file,
    '-o',
    join(folder, 'layouts.o'),
  ];
  return spawnSync(compiler, options, { encoding: 'utf8' }).stderr;
}

describe('the table of records', () => {
  it('has the sizes that the reference lists', () => {
    const sizes = Object.entries<Layout>(LAYOUTS).map(([name, { size }]) => [name, size]);
    expect(Object.fromEntries(sizes)).toEqual({
      TAssetIDRec: 20,
      TAccountRec: 28,
      SystemTime: 16,
      TConnectorAccountIdentifier: 32,
      TConnectorAccountIdentifierOut: 424,
      TConnectorAssetIdentifier: 32,
      TConnectorAssetIdentifierOut: 40,
      TConnectorOrderIdentifier: 24,
      TConnectorSendOrder: 120,
      TConnectorChangeOrder: 104,
      TConnectorCancelOrder: 80,
      TConnectorCancelOrders: 80,
      TConnectorCancelAllOrders: 48,
      TConnectorZeroPosition: 104,
      TConnectorTrade: 64,
      TConnectorPriceGroup: 40,
      TConnectorTradingMessageResult: 64,
      TConnectorOrder: 232,
      TConnectorOrderOut: 640,
      TConnectorTradingAccountOut: 96,
      TConnectorTradingAccountPosition: 216,
    });
  });

  it('is how this platform lays the records out', () => {
    expect(checkLayouts()).toBe(Object.keys(LAYOUTS).length);
  });

  it('names the record and the field that a platform lays out in another way', () => {
    const { TConnectorTrade: trade } = LAYOUTS;
    const shifted = { ...trade, fields: { ...trade.fields, price: { type: 'f64', offset: 32 } } } as const;
    expect(() => checkLayouts({ TConnectorTrade: shifted })).toThrow(
      'TConnectorTrade.price of ProfitDLL lies at byte 24, not at 32 on this platform',
    );
    expect(() => checkLayouts({ TConnectorTrade: { ...trade, size: 72 } })).toThrow('has 64 bytes, not 72');
  });

  for (const compiler of ['gcc', 'x86_64-w64-mingw32-gcc']) {
    it.skipIf(!hasCompiler(compiler))(`is how ${compiler} lays the header out`, () => {
      expect(compile(compiler, layoutAssertsInC())).toBe('');
    });

    it.skipIf(!hasCompiler(compiler))(`fails under ${compiler} when one offset is wrong`, () => {
      const wrong = layoutAssertsInC().replace('offsetof(PdTrade, price) == 24', 'offsetof(PdTrade, price) == 28');
      expect(compile(compiler, wrong)).toContain('TConnectorTrade.price');
    });
  }
});
