// Asks the language service in a thread of its own; shows what comes back, also when it is late, has failed or is over.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { LanguageClient } from '../../../src/kernel/language/language-client.ts';
import { smallPackage } from './small-package.ts';

const PATIENT_MS = 25_000;
const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-language-'));
const { notebooks, own } = smallPackage(folder);
const clients: LanguageClient[] = [];

function clientOf(limitMs = PATIENT_MS): LanguageClient {
  const client = new LanguageClient({ folder: notebooks, own, limitMs });
  clients.push(client);
  return client;
}

/** What a client knows of its thread. */
function threadOf(client: LanguageClient): Worker | undefined {
  return (client as unknown as { readonly worker: Worker | undefined }).worker;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('LanguageClient', () => {
  it('answers all questions', async () => {
    const client = clientOf();
    expect(await client.isComplete('if (a) {')).toEqual({ kind: 'incomplete', indent: '  ' });
    client.ran(1, `import { Store } from 'small/more'; const store = new Store('.')`);
    expect(await client.complete('store.p', 7)).toEqual({
      ...{ start: 6, end: 7, items: [{ text: 'parts', kind: 'method', signature: undefined }] },
    });
    expect((await client.inspect('store', 2))?.['text/plain']).toBe('const store: Store');
    expect(await client.check('store.parts(1)')).toMatchObject([{ line: 1, column: 13, code: 2345 }]);
    expect(await client.warnings('store.parts(1)')).toMatch(/^Type warning, line 1, column 13: .*TS2345\)\n$/);
    expect(await client.warnings('store.parts(')).toBe('');
    expect((await client.memory())!.heapBytes).toBeGreaterThan(1e6);
  });

  it('answers in the order of what it was told', async () => {
    const client = clientOf();
    const before = client.check('later');
    client.ran(1, 'const later = 1');
    const after = client.check('later');
    expect([(await before).length, (await after).length]).toEqual([1, 0]);
  });

  it('starts no thread before it is needed, and ends one that still loads', async () => {
    const client = clientOf();
    expect(threadOf(client)).toBeUndefined();
    client.warm();
    expect(threadOf(client)).toBeDefined();
    await client.dispose();
    expect(threadOf(client)).toBeUndefined();
  });

  it('gives no answer when it takes too long', async () => {
    const client = clientOf(1);
    expect(await client.complete('a', 1)).toEqual({ start: 1, end: 1, items: [] });
    expect(await client.inspect('a', 1)).toBeUndefined();
    expect(await client.isComplete('a')).toEqual({ kind: 'unknown' });
    expect(await client.check('const a: string = 1')).toEqual([]);
  });

  it('gives no answer after its end', async () => {
    const client = clientOf();
    client.warm();
    const waiting = client.isComplete('a');
    await client.dispose();
    expect(await waiting).toEqual({ kind: 'unknown' });
    expect(await client.isComplete('a')).toEqual({ kind: 'unknown' });
    client.ran(1, 'const a = 1');
  });

  it('starts again after its thread has ended, and knows what ran before', async () => {
    const client = clientOf();
    client.ran(1, 'const known = 1');
    expect(await client.check('known')).toEqual([]);
    await threadOf(client)!.terminate();
    expect(await client.check('known.trim()')).toMatchObject([{ code: 2339 }]);
  });
});
