// Unpacked chunks of a packed file in; the same chunks out, until they are more than any export of a market can be.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';

/** A day of all order messages of B3 is some gigabytes of text. */
const MAX_UNPACKED_BYTES = 64 * 2 ** 30;
/** Exports with fixed widths pack to a tenth or a twentieth; an archive made to fill a disk packs to a thousandth. */
const MAX_UNPACKED_RATIO = 200;
/** Up to this size the ratio says nothing: a small file may hold the same line over and over. */
const RATIO_FREE_BYTES = 64 * 2 ** 20;

export interface UnpackLimits {
  readonly maxBytes: number;
  readonly maxRatio: number;
  readonly ratioFreeBytes: number;
}

const UNPACK_LIMITS: UnpackLimits = {
  maxBytes: MAX_UNPACKED_BYTES,
  maxRatio: MAX_UNPACKED_RATIO,
  ratioFreeBytes: RATIO_FREE_BYTES,
};

/** Passes chunks on; a UserError `unpacked-too-large` once they exceed the limits for a file of `packedBytes`. */
export async function* withinLimits(
  file: string,
  packedBytes: number,
  chunks: AsyncIterable<Uint8Array>,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Uint8Array> {
  let unpacked = 0;
  for await (const chunk of chunks) {
    unpacked += chunk.length;
    checkUnpackedSize(file, packedBytes, unpacked, limits);
    yield chunk;
  }
}

/** A UserError `unpacked-too-large` when `unpackedBytes` are too many for a file of `packedBytes`. */
export function checkUnpackedSize(
  file: string,
  packedBytes: number,
  unpackedBytes: number,
  limits: UnpackLimits = UNPACK_LIMITS,
): void {
  const isBomb = unpackedBytes > limits.ratioFreeBytes && unpackedBytes > limits.maxRatio * packedBytes;
  if (!isBomb && unpackedBytes <= limits.maxBytes) return;
  const why = isBomb
    ? `more than ${limits.maxRatio} times its own size (${packedBytes} bytes)`
    : `more than ${limits.maxBytes} bytes`;
  throw new UserError({
    code: 'unpacked-too-large',
    message: `${basename(file)} unpacks to ${why}: no export of a market does`,
    file,
    fix: 'If the file is what you think it is, unpack it yourself and import the text',
  });
}
