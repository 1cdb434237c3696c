// A file, as it lies on disk or packed with gzip, zstd or zip, as chunks of its content or text, with the sha256 of the file itself.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../user-error.ts';
import { textOf } from './text-encoding.ts';
import { withinLimits } from './unpack-limits.ts';
import { openZipMember } from './zip-member.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Share of the file that has been read, 0 to 1. */
export type OnProgress = (progress: { readonly file: string; readonly share: number }) => void;

/** How a file is packed, by its first bytes. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'zip';

const HEAD_BYTES = 4;
const CHUNK_BYTES = 1 << 18;

const MAGIC: readonly { readonly packing: Packing; readonly bytes: readonly number[] }[] = [
  { packing: 'gzip', bytes: [0x1f, 0x8b] },
  { packing: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { packing: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  // a frame for the user, which some packers put first
  { packing: 'zstd', bytes: [0x50, 0x2a, 0x4d, 0x18] },
  // an archive without files
  { packing: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
];

/**
 * Yields the text as UTF-8 or single-byte text without a byte order mark; returns the sha256 of the file. UserErrors:
 * `file-missing`, `file-unreadable`, `not-text`, `zero-byte`, `gzip-corrupt`, `zstd-corrupt`, `unpacked-too-large` and those of
 * `openZipMember`.
 */
export async function* readText(file: string, onProgress?: OnProgress): AsyncGenerator<Uint8Array, string> {
  const source = readUnpacked(file, onProgress);
  let sha256 = '';
  yield* textOf(
    file,
    (async function* () {
      sha256 = yield* source;
    })(),
  );
  return sha256;
}

/** The same for the content as it is, text or not. */
export async function* readUnpacked(file: string, onProgress?: OnProgress): AsyncGenerator<Uint8Array, string> {
  const packing = await packingOf(file);
  try {
    return yield* READERS[packing](file, onProgress);
  } catch (error) {
    throw error instanceof UserError ? error : readError(file, packing, error);
  }
}

const READERS = { none: plain, gzip: gunzipped, zstd: unzstd, zip: unzipped } as const;

/** UserErrors: `file-missing`. */
export async function packingOf(file: string): Promise<Packing> {
  const head = new Uint8Array(HEAD_BYTES);
  try {
    if (!statSync(file).isFile()) throw new Error('it is not a file');
    const handle = await open(file, 'r');
    await handle.read(head, 0, HEAD_BYTES, 0).finally(() => handle.close());
  } catch (cause) {
    const why =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : `cannot be read: ${reasonOf(cause)}`;
    const fix = 'Check the path; put it in quotes when it has spaces';
    throw new UserError({ code: 'file-missing', message: `The file ${file} ${why}`, file, fix, cause });
  }
  return MAGIC.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.packing ?? 'none';
}

/** Names of the file, without folder, and of what is packed in it. */
export async function namesOf(file: string): Promise<readonly string[]> {
  const name = basename(file);
  const packing = await packingOf(file);
  if (packing === 'none') return [name];
  if (packing !== 'zip') {
    const inner = name.replace(/\.(gz|gzip|zst|zstd)$/i, '');
    return inner === name ? [name] : [name, inner];
  }
  const member = await openZipMember(file);
  member.close();
  return [name, member.name];
}

async function* plain(file: string, onProgress: OnProgress | undefined): AsyncGenerator<Uint8Array, string> {
  const hash = createHash('sha256');
  yield* hashedChunks(file, hash, onProgress);
  return hash.digest('hex');
}

async function* gunzipped(file: string, onProgress: OnProgress | undefined): AsyncGenerator<Uint8Array, string> {
  const hash = createHash('sha256');
  const raw = Readable.from(hashedChunks(file, hash, onProgress), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => gunzip.destroy(error));
  try {
    yield* withinLimits(file, statSync(file).size, raw.pipe(gunzip) as AsyncIterable<Uint8Array>);
  } finally {
    // a reader that wants the first lines only leaves the streams in the middle
    raw.destroy();
    gunzip.destroy();
  }
  return hash.digest('hex');
}

async function* unzstd(file: string, onProgress: OnProgress | undefined): AsyncGenerator<Uint8Array, string> {
  const { size } = statSync(file);
  const onRead = (bytes: number): void => onProgress?.({ file, share: Math.min(1, bytes / size) });
  yield* withinLimits(file, size, zstdFrames(file, size, onRead));
  return sha256Of(file);
}

async function* unzipped(file: string, onProgress: OnProgress | undefined): AsyncGenerator<Uint8Array, string> {
  const member = await openZipMember(file);
  const size = Math.max(1, member.unpackedBytes);
  let unpacked = 0;
  for await (const chunk of member.chunks()) {
    yield chunk;
    unpacked += chunk.length;
    onProgress?.({ file, share: Math.min(1, unpacked / size) });
  }
  return sha256Of(file);
}

/** For what is not read from its first byte to its last: the file is read once more, packed as it is. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const _ of hashedChunks(file, hash, undefined));
  return hash.digest('hex');
}

async function* hashedChunks(file: string, hash: Hash, onProgress: OnProgress | undefined): AsyncGenerator<Uint8Array> {
  const size = Math.max(1, statSync(file).size);
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    yield chunk;
    read += chunk.length;
    onProgress?.({ file, share: Math.min(1, read / size) });
  }
}

/** What the decompressor or the disk say, in words. */
function readError(file: string, packing: Packing, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (packing === 'gzip' && code.startsWith('Z_')) {
    const isCut = code === 'Z_BUF_ERROR';
    const what = isCut ? 'ends in the middle of its gzip data: the file is cut off' : 'has damaged gzip data';
    return corruptError(file, packing, what, cause);
  }
  if (packing === 'zstd' && /^(ZSTD_|Z_)/.test(code)) {
    return corruptError(file, packing, `has damaged or cut off zstd data (${reasonOf(cause)})`, cause);
  }
  return new UserError({
    code: 'file-unreadable',
    message: `${file} cannot be read: ${reasonOf(cause)}`,
    file,
    fix: 'Check the disk and the rights of the file',
    cause,
  });
}

function corruptError(file: string, packing: 'gzip' | 'zstd', what: string, cause: unknown): UserError {
  return new UserError({
    code: `${packing}-corrupt`,
    message: `${basename(file)} ${what}`,
    file,
    fix: `Download or copy the file again; \`${packing} -t FILE\` must say nothing`,
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
