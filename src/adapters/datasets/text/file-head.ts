// A file in; its names, first lines and first bytes out, from which the formats tell what it is.

import type { FileHead } from '../importing/import-format.ts';
import { namesOf, readUnpacked } from './byte-source.ts';
import { encodingOf } from './text-encoding.ts';

const HEAD_LINES = 50;
const HEAD_BYTES = 64;
/** Lines of book messages are long; more than this is not needed to recognise one. */
const LIMIT_BYTES = 1 << 18;

/** UserErrors as `readUnpacked` throws them: a file that cannot be unpacked cannot be recognised. */
export async function readFileHead(file: string): Promise<FileHead> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readUnpacked(file)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= LIMIT_BYTES) break;
  }
  const bytes = Buffer.concat(chunks).subarray(0, LIMIT_BYTES);
  const text = textOf(bytes);
  return {
    names: await namesOf(file),
    lines: text === undefined ? [] : text.split('\n', HEAD_LINES).map((line) => line.replace(/\r$/, '')),
    bytes: bytes.subarray(0, HEAD_BYTES),
  };
}

/** Undefined for what is no text. The last character may be cut off in the middle. */
function textOf(bytes: Uint8Array): string | undefined {
  const encoding = encodingOf(bytes);
  if (encoding.kind === 'binary') return undefined;
  if (encoding.kind !== 'bytes') return new TextDecoder(encoding.kind).decode(bytes, { stream: true });
  const text = bytes.subarray(encoding.markBytes);
  if (text.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text, { stream: true });
  } catch {
    // Windows-1252 exports are no valid UTF-8 wherever they have an accent
    return new TextDecoder('windows-1252').decode(text);
  }
}
