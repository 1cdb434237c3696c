// Names and contents in; the bytes of a zip archive out, for tests of archives good and bad.

import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFileSpec {
  /** With `/` for folders; one that ends with `/` is a folder. */
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Stands in the directory in place of the true value. */
  readonly crc?: number;
  readonly size?: number;
  readonly flags?: number;
  readonly method?: number;
}

const VERSION = 20;
const DEFLATED = 8;
const STORED = 0;

export function zipArchive(files: readonly ZipFileSpec[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const spec of files) {
    const name = Buffer.from(spec.name);
    const content = Buffer.from(spec.content ?? '');
    const isFolder = spec.name.endsWith('/');
    const packed = isFolder ? content : deflateRawSync(content);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(VERSION, 0);
    head.writeUInt16LE(spec.flags ?? 0, 2);
    head.writeUInt16LE(spec.method ?? (isFolder ? STORED : DEFLATED), 4);
    head.writeUInt32LE(spec.crc ?? crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(spec.size ?? content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([VERSION, 0]), head, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listing, Buffer.from('PK\x05\x06'), end]);
}
