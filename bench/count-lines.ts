// A text file in, packed with gzip or plain; the number of its lines out: the least that reading it can cost.

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const LINE_FEED = 10;

export async function countLines(file: string): Promise<number> {
  const source = createReadStream(file);
  const unpacked = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  let lines = 0;
  for await (const chunk of unpacked) {
    const bytes = chunk as Uint8Array;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  }
  return lines;
}
