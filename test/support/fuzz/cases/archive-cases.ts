// Archives of a text, whole and damaged; what is read of them must be the text, unless they are refused.

import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { namesOf, packingOf, readText } from '../../../../src/adapters/datasets/text/byte-source.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { zipArchive } from '../../zip-archive.ts';
import type { FileCase } from '../fuzz-files.ts';
import { mutateBytes, randomBytes } from '../mutate-bytes.ts';

const LINE = '2025.08.05\t09:00:00.123\t5470.500\t5471.000\t\t\t6\r\n';
const LONGEST_TEXT = 400;
const OTHER_CONTENT = 'x';
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** Lines that differ, so that they cannot be packed into nothing. */
function textOf(random: Random): string {
  const lines = Array.from({ length: 1 + random.integer(LONGEST_TEXT) }, () =>
    LINE.replace('123', String(random.integer(1000))),
  );
  return `<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n${lines.join('')}`;
}

const frame = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0]), Buffer.from('info')]);
const PACKERS: Readonly<Record<string, (text: string, random: Random) => Uint8Array>> = {
  gzip: (text) => gzipSync(text),
  'gzip in two members': (text) => Buffer.concat([gzipSync(text.slice(0, 99)), gzipSync(text.slice(99))]),
  zstd: (text) => zstdCompressSync(text, CHECKED),
  'zstd in frames': (text) =>
    Buffer.concat([
      frame,
      zstdCompressSync(text.slice(0, 99), CHECKED),
      zstdCompressSync(text.slice(99), CHECKED),
      frame,
    ]),
  zip: (text) => zipArchive([{ name: 'ticks.csv', content: text }]),
  'zip of several': (text) =>
    zipArchive([{ name: 'a/' }, { name: 'a/ticks.csv', content: text }, { name: 'b.pdf', content: OTHER_CONTENT }]),
};
/** What cannot be told from a whole file: some members of several, or a directory of a zip that lists nothing or another file. */
const MAY_BE: Readonly<Record<string, (found: string, text: string) => boolean>> = {
  'gzip in two members': (found, text) => text.includes(found),
  'zstd in frames': (found, text) => text.includes(found),
  zip: (found) => found === '',
  'zip of several': (found) => found === '' || found === OTHER_CONTENT,
};

async function read(path: string, text: string, name: string, packing: string): Promise<string | undefined> {
  await namesOf(path);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readText(path)) chunks.push(chunk);
  const found = Buffer.concat(chunks).toString('latin1');
  // damage to its first bytes makes it a file of another kind
  if (found === text || !name.startsWith(packing)) return undefined;
  if (MAY_BE[name]?.(found, text) === true) return undefined;
  return `it was read as another text of ${found.length} characters instead of ${text.length}: ${JSON.stringify(found.slice(0, 80))}`;
}

export const ARCHIVE_CASE: FileCase = {
  name: 'archives',
  format: undefined,
  share: 0.1,
  make: (random) => {
    const name = random.choice(Object.keys(PACKERS));
    const text = textOf(random);
    const packed = PACKERS[name]!(text, random);
    const isRandom = random.chance(0.05);
    const bytes = isRandom
      ? Buffer.concat([packed.subarray(0, 4 + random.integer(8)), randomBytes(random.integer(2000), random)])
      : mutateBytes(packed, random);
    const readIt = async (path: string): Promise<string | undefined> => read(path, text, name, await packingOf(path));
    return { name: 'x.csv', bytes, what: isRandom ? `${name}, mostly random` : name, read: readIt };
  },
};
