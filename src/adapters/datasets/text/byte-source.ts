// A text file, gzip-compressed or not, as chunks of UTF-8 or single-byte text, with the sha256 of the file as it lies on disk.

import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../user-error.ts';

/** Share of the file that has been read, 0 to 1. */
export type OnProgress = (progress: { readonly file: string; readonly share: number }) => void;

const HEAD_BYTES = 4;
const CHUNK_BYTES = 1 << 18;

const NOT_TEXT: readonly { readonly magic: readonly number[]; readonly what: string; readonly fix: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive', fix: 'Unpack it and import the text file inside' },
  { magic: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', fix: 'Import the text export it was made from' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'compressed with zstd', fix: 'Decompress it first (zstd -d), or use gzip' },
];

/** Yields the text; returns the sha256 of the file. UserErrors: `file-missing`, `not-text`, `gzip-corrupt`. */
export async function* readText(file: string, onProgress?: OnProgress): AsyncGenerator<Uint8Array, string> {
  const head = await readHead(file);
  const hash = createHash('sha256');
  const raw = Readable.from(hashedChunks(file, hash, onProgress), { objectMode: false });
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => gunzip.destroy(error));
  try {
    yield* textOnly(file, zipped ? raw.pipe(gunzip) : raw);
  } catch (error) {
    throw error instanceof UserError ? error : readError(file, error);
  } finally {
    // a reader that wants the first lines only leaves the streams in the middle
    raw.destroy();
    gunzip.destroy();
  }
  return hash.digest('hex');
}

async function readHead(file: string): Promise<Uint8Array> {
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
  const known = NOT_TEXT.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
  if (known !== undefined) throw notText(file, known.what, known.fix);
  return head;
}

async function* hashedChunks(
  file: string,
  hash: ReturnType<typeof createHash>,
  onProgress: OnProgress | undefined,
): AsyncGenerator<Buffer> {
  const size = Math.max(1, statSync(file).size);
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
    read += chunk.length;
    onProgress?.({ file, share: Math.min(1, read / size) });
  }
}

/** Passes text on, without a byte order mark; turns UTF-16 (old MetaTrader terminals) into UTF-8; refuses anything else. */
async function* textOnly(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let first = true;
  let utf16: InstanceType<typeof TextDecoder> | undefined;
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    let text: Uint8Array = chunk;
    if (first) {
      if (chunk[0] === 0xff && chunk[1] === 0xfe) utf16 = new TextDecoder('utf-16le');
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) text = chunk.subarray(3);
      first = false;
    }
    if (utf16 !== undefined) text = encoder.encode(utf16.decode(chunk, { stream: true }));
    if (text.includes(0)) throw notText(file, 'a binary file', 'Export the data as text (csv) and import that');
    yield text;
  }
}

function notText(file: string, what: string, fix: string): UserError {
  return new UserError({ code: 'not-text', message: `${basename(file)} is ${what}, not a text export`, file, fix });
}

/** What gunzip or the disk say, in words. */
function readError(file: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (!code.startsWith('Z_')) {
    const fix = 'Check the disk and the rights of the file';
    return new UserError({
      code: 'file-unreadable',
      message: `${file} cannot be read: ${reasonOf(cause)}`,
      file,
      fix,
      cause,
    });
  }
  const what =
    code === 'Z_BUF_ERROR' ? 'ends in the middle of its gzip data: the file is cut off' : 'has damaged gzip data';
  return new UserError({
    code: 'gzip-corrupt',
    message: `${basename(file)} ${what}`,
    file,
    fix: 'Download or copy the file again; `gzip -t FILE` must say nothing',
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
