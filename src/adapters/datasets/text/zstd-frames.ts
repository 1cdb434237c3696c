// A zstd file in; the content of all its frames out. A file joined of several, or packed in parallel, has many frames.

import { createReadStream } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';

const CHUNK_BYTES = 1 << 18;

/** The decompressor stops at the end of a frame: the next one begins at the byte it has not taken. Throws its errors. */
export async function* zstdFrames(
  file: string,
  size: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < size; ) {
    const raw = createReadStream(file, { start: offset, highWaterMark: CHUNK_BYTES });
    const unpack = createZstdDecompress({ chunkSize: CHUNK_BYTES });
    raw.on('error', (error) => unpack.destroy(error));
    try {
      for await (const chunk of raw.pipe(unpack) as AsyncIterable<Uint8Array>) {
        yield chunk;
        onRead(offset + unpack.bytesWritten);
      }
    } finally {
      raw.destroy();
      unpack.destroy();
    }
    offset += unpack.bytesWritten;
  }
}
