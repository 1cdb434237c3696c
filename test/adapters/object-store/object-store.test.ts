// Objects by their hash: in a folder and over S3 with real signatures, proven on the way, and no key in any message.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ObjectCache, sha256Of } from '../../../src/adapters/object-store/object-cache.ts';
import { openObjectStore } from '../../../src/adapters/object-store/open-object-store.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { KEYS, type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.close());

const shared = temporaryFolder('objects');
const bytes = Buffer.from('a part of a dataset');
const sha256 = sha256Of(bytes);
const absent = '0'.repeat(64);

describe.each(['folder', 's3'])('a store in a %s', (kind) => {
  const open = () => openObjectStore(kind === 's3' ? server.address : pathToFileURL(shared).href, KEYS);

  it('gives back what was put, and says what it does not have', async () => {
    const store = open();
    expect(await store.has(sha256)).toBe(false);
    await store.put(sha256, bytes);
    await store.put(sha256, bytes);
    expect(await store.has(sha256)).toBe(true);
    expect(Buffer.from(await store.get(sha256))).toEqual(bytes);
    expect(await store.has(absent)).toBe(false);
    await expect(store.get(absent)).rejects.toMatchObject({ code: 'object-missing' });
  });

  it('feeds a cache that fetches once, proves what lies there, and refuses other bytes', async () => {
    const store = open();
    const folder = temporaryFolder('cache');
    const cache = new ObjectCache(folder, store);
    const path = await cache.fetch(sha256);
    expect(readFileSync(path)).toEqual(bytes);
    writeFileSync(path, 'damaged on this disk');
    expect(readFileSync(await cache.fetch(sha256))).toEqual(bytes);
    const forged = sha256Of(Buffer.from('another'));
    if (kind === 's3') server.objects.set(`/bucket/parts/${forged.slice(0, 2)}/${forged}`, bytes);
    else await store.put(forged, bytes);
    await expect(cache.fetch(forged)).rejects.toMatchObject({ code: 'object-changed' });
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes(forged))).toEqual([]);
  });
});

describe('a store over S3', () => {
  it('asks again where the server is busy', async () => {
    server.fail(503, 2);
    expect(await openObjectStore(server.address, KEYS).has(absent)).toBe(false);
    expect(server.answers.slice(-3)).toEqual(['HEAD 503', 'HEAD 503', 'HEAD 404']);
  });

  it('is refused with other keys, and shows none of them', async () => {
    const wrong = { ...KEYS, AWS_SECRET_ACCESS_KEY: 'quite+another/secret' };
    const refused = openObjectStore(server.address, wrong).put(sha256, bytes);
    await expect(refused).rejects.toMatchObject({
      code: 'object-store-unreachable',
      message: expect.stringContaining('403'),
    });
    const error = await refused.catch((each: unknown) => each);
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toMatch(/quite\+another|AKID/);
  });

  it('says where nobody answers', async () => {
    const store = openObjectStore('s3://bucket?endpoint=http://127.0.0.1:9', KEYS);
    await expect(store.get(sha256)).rejects.toMatchObject({
      code: 'object-store-unreachable',
      message: expect.stringContaining('http://127.0.0.1:9'),
    });
  });

  it.each([
    ['s3://', {}, 'bad-option'],
    ['/shared', {}, 'bad-option'],
    ['s3://bucket?endpoint=ftp://host', KEYS, 'bad-option'],
    ['s3://id:key@bucket', KEYS, 'bad-option'],
    ['s3://bucket', {}, 'secret-missing'],
  ])('%s is refused', (address, environment, code) => {
    let error: unknown;
    try {
      openObjectStore(address, environment);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('id:key');
  });
});
