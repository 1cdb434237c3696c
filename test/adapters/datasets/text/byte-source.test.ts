import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readText } from '../../../../src/adapters/datasets/text/byte-source.ts';
import { readFileHead } from '../../../../src/adapters/datasets/text/file-head.ts';
import { checkUnpackedSize, withinLimits } from '../../../../src/adapters/datasets/text/unpack-limits.ts';
import { zipArchive } from '../../../support/zip-archive.ts';
import { userErrorOf } from '../scratch.ts';

const TEXT = `date;price\n${'2025-08-05;5505,500\n'.repeat(2000)}`;
const PACKED = Buffer.from(TEXT);

function saved(name: string, content: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(path: string): Promise<{ readonly text: string; readonly sha256: string }> {
  const source = readText(path);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const step = await source.next();
    if (step.done === true) return { text: Buffer.concat(chunks).toString(), sha256: step.value };
    chunks.push(step.value);
  }
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0]), Buffer.from('info')]);
const zipped = (name = 'TradeIntraday_20250805_1.txt'): Uint8Array => zipArchive([{ name, content: TEXT }]);

describe('reading a file', () => {
  it.each([
    ['as it lies on disk', 'a.csv', PACKED],
    ['with a byte order mark', 'a.csv', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), PACKED])],
    ['packed with gzip', 'a.csv.gz', gzipSync(TEXT)],
    ['packed with gzip in two members', 'a.gz', Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))])],
    ['packed with zstd', 'a.csv.zst', zstdCompressSync(TEXT)],
    [
      'packed with zstd in several frames',
      'a.zst',
      Buffer.concat([skippable, zstdCompressSync(TEXT.slice(0, 99)), zstdCompressSync(TEXT.slice(99)), skippable]),
    ],
    ['in a zip archive', 'a.zip', zipped()],
    ['in a folder of a zip archive', 'a.zip', zipArchive([{ name: '2025/' }, { name: '2025/a.TXT', content: TEXT }])],
    [
      'beside other files in a zip archive',
      'a.zip',
      zipArchive([{ name: 'read.pdf', content: 'x' }, { name: 'a.csv', content: TEXT }, { name: '__MACOSX/._a.csv' }]),
    ],
    ['in UTF-16, little end first', 'a.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(TEXT)])],
    ['in UTF-16, big end first', 'a.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(TEXT).swap16()])],
    ['in UTF-16 without a mark', 'a.csv', utf16(TEXT)],
    ['in UTF-16 without a mark, big end first', 'a.csv', utf16(TEXT).swap16()],
    ['in UTF-16, packed', 'a.csv.gz', gzipSync(utf16(TEXT))],
  ])('gives its text and the sha256 of the file itself: %s', async (_, name, content) => {
    const { text, sha256 } = await read(saved(name, content));
    expect(text).toBe(TEXT);
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it.each([
    ['gzip-corrupt', 'cut off', 'a.gz', gzipSync(TEXT).subarray(0, 40)],
    ['gzip-corrupt', 'damaged', 'a.gz', Buffer.concat([gzipSync(TEXT), Buffer.from('more')])],
    ['zstd-corrupt', 'cut off', 'a.zst', zstdCompressSync(TEXT).subarray(0, 40)],
    [
      'zstd-corrupt',
      'damaged or cut off',
      'a.zst',
      Buffer.concat([zstdCompressSync(TEXT), Buffer.from('more and more')]),
    ],
    ['zip-corrupt', 'damaged', 'a.zip', zipped().subarray(0, 60)],
    ['zip-corrupt', 'checksum', 'a.zip', zipArchive([{ name: 'a.txt', content: TEXT, crc: 7 }])],
    ['zip-corrupt', 'too many bytes', 'a.zip', zipArchive([{ name: 'a.txt', content: TEXT, size: 99 }])],
    ['zip-corrupt', 'not enough bytes', 'a.zip', zipArchive([{ name: 'a.txt', content: TEXT, size: 99_999 }])],
    ['zip-encrypted', 'encrypted', 'a.zip', zipArchive([{ name: 'a.txt', content: TEXT, flags: 1 }])],
    ['zip-method', 'method 14', 'a.zip', zipArchive([{ name: 'a.txt', content: TEXT, method: 14 }])],
    ['zip-empty', 'no file', 'a.zip', zipArchive([])],
    ['not-text', 'binary', 'a.csv', Buffer.from([9, 0, 0, 7, 1, 2, 3, 4, 0, 0])],
    ['zero-byte', 'binary', 'a.csv', Buffer.concat([PACKED, Buffer.from([0])])],
    ['not-text', 'Parquet', 'a.csv', Buffer.from('PAR1 and so on')],
    ['not-text', 'damaged UTF-16', 'a.csv', utf16(TEXT).subarray(0, 4001)],
  ])('refuses what it cannot read: %s, %s', async (code, why, name, content) => {
    const path = saved(name, content);
    const error = await userErrorOf(read(path));
    expect(error).toMatchObject({ code, file: path });
    expect(error.message).toContain(why);
    expect(error.fix).not.toBe('');
  });

  it('names the files of an archive when several could be meant', async () => {
    const path = saved('a.zip', zipArchive(['a.txt', 'sub/b.csv', 'c.pdf'].map((name) => ({ name, content: TEXT }))));
    const error = await userErrorOf(read(path));
    expect(error.code).toBe('zip-members');
    expect(error.message).toContain('2 files that could be meant: a.txt, sub/b.csv');
    expect(error.fix).toContain('Unpack');
  });

  it('says that a file is not there', async () => {
    expect(await userErrorOf(read('/nowhere/a.csv'))).toMatchObject({ code: 'file-missing', file: '/nowhere/a.csv' });
  });

  it('lets a reader leave in the middle', async () => {
    for (const [name, content] of [
      ['a.zip', zipped()],
      ['a.gz', gzipSync(TEXT)],
      ['a.zst', zstdCompressSync(TEXT)],
    ] as const) {
      for await (const chunk of readText(saved(name, content))) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    }
  });
});

describe('limits of unpacking', () => {
  const limits = { maxBytes: 1000, maxRatio: 10, ratioFreeBytes: 100 };
  async function* chunks(count: number): AsyncGenerator<Uint8Array> {
    for (let each = 0; each < count; each++) yield new Uint8Array(50);
  }

  it.each([
    [20, 100, 'ok'],
    [21, 200, 'more than 1000 bytes'],
    [3, 10, 'more than 10 times its own size'],
    [2, 1, 'ok'],
  ])('%i chunks of 50 bytes out of %i: %s', async (count, packed, expected) => {
    const take = async (): Promise<string> => {
      for await (const _ of withinLimits('a.zst', packed, chunks(count), limits));
      return 'ok';
    };
    if (expected === 'ok') expect(await take()).toBe('ok');
    else {
      const error = await userErrorOf(take());
      expect(error).toMatchObject({ code: 'unpacked-too-large' });
      expect(error.message).toContain(expected);
    }
  });

  it('hold for what an archive claims, before anything is unpacked', async () => {
    const path = saved('a.zip', zipArchive([{ name: 'a.txt', content: TEXT, size: 2 ** 31 }]));
    expect(await userErrorOf(read(path))).toMatchObject({ code: 'unpacked-too-large', file: path });
    expect(() => checkUnpackedSize('a.zip', 100, 1000)).not.toThrow();
  });
});

describe('the head of a file', () => {
  it('names the file and what is packed in it, and gives lines and bytes of the content', async () => {
    const head = await readFileHead(saved('a.zip', zipped()));
    expect(head.names).toEqual(['a.zip', 'TradeIntraday_20250805_1.txt']);
    expect(head.lines).toHaveLength(50);
    expect(head.lines.slice(0, 2)).toEqual(['date;price', '2025-08-05;5505,500']);
    expect(Buffer.from(head.bytes).toString()).toBe(TEXT.slice(0, 64));
    expect((await readFileHead(saved('a.csv.gz', gzipSync(TEXT)))).names).toEqual(['a.csv.gz', 'a.csv']);
    expect((await readFileHead(saved('a.csv', PACKED))).names).toEqual(['a.csv']);
  });

  it.each([
    ['UTF-8', Buffer.from('Máximo;1\r\nb')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFMáximo;1\r\nb')],
    ['Windows-1252', Buffer.from('Máximo;1\r\nb', 'latin1')],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('Máximo;1\r\nb')])],
    ['UTF-16', utf16('Máximo;1\r\nb')],
  ])('reads the first lines in %s', async (_, content) => {
    expect((await readFileHead(saved('a.csv', content))).lines).toEqual(['Máximo;1', 'b']);
  });

  it('has no lines where the content is no text, but its bytes', async () => {
    const content = Buffer.from([0x44, 0x42, 0x4e, 1, 0, 0, 0, 5, 200, 201]);
    const head = await readFileHead(saved('a.dbn.zst', zstdCompressSync(content)));
    expect(head).toEqual({ names: ['a.dbn.zst', 'a.dbn'], lines: [], bytes: content });
  });
});
