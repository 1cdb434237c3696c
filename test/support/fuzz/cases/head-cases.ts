// Files of every format with damaged beginnings, packed or not, and files that are nothing at all: what each is taken for.

import { gzipSync, zstdCompressSync } from 'node:zlib';
import { IMPORT_FORMATS } from '../../../../src/adapters/datasets/importing/formats.ts';
import { recogniseFile } from '../../../../src/adapters/datasets/importing/recognise-file.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { zipArchive } from '../../zip-archive.ts';
import type { FileCase } from '../fuzz-files.ts';
import type { LineCase } from '../line-case.ts';
import { faultOfMessage } from '../message-faults.ts';
import { mutateBytes, randomBytes } from '../mutate-bytes.ts';
import { mutateLine } from '../mutate-line.ts';

const LINES = 12;
/** More than is read to recognise a file. */
const LONGEST_RUN = 300_000;
const NAMES = [
  'x.csv',
  'WDOFUT_F_0_1min.csv',
  'TradeIntraday_20260714_1.txt',
  'AAPL_2012-06-21_34200000_57600000_orderbook_10.csv',
];

type Content = (random: Random) => Uint8Array;

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The beginning of a good file, one of its first lines damaged. */
function damagedHead(cases: readonly LineCase[]): Content {
  return (random) => {
    const fuzzed = random.choice(cases);
    const own = Array.from({ length: LINES }, (_, k) => fuzzed.line(k));
    const lines = [...fuzzed.head(LINES), ...own];
    const at = random.integer(3);
    const damaged = mutateLine(lines[at]!, random, { delimiter: fuzzed.delimiter, others: lines });
    const end = random.choice(['\n', '\n', '\r\n', '\r', '']);
    const mark = random.choice(['', '', '\xef\xbb\xbf', '\xff\xfe']);
    return latin1(mark + lines.with(at, damaged).join(end));
  };
}

/** One line that goes on and on, as a pattern that tries every way to share it out would not end with. */
function longLine(cases: readonly LineCase[]): Content {
  return (random) => {
    const line = random.choice(cases).line(0);
    const at = random.integer(line.length);
    const piece = line.slice(at, at + 1 + random.integer(4)) || ',';
    const long = piece.repeat(Math.ceil(random.integer(LONGEST_RUN) / piece.length));
    return latin1(`${line.slice(0, at)}${long}${line.slice(at)}`);
  };
}

const nothing: Content = (random) => randomBytes(random.integer(3000), random);
const utf16: Content = (random) => Buffer.from(`a,b;c\t${'1,2;3\t'.repeat(random.integer(200))}`, 'utf16le');

function packed(content: Content): Content {
  return (random) => {
    const bytes = content(random);
    const archive = random.choice([
      gzipSync,
      zstdCompressSync,
      (each: Uint8Array) => zipArchive([{ name: 'a.csv', content: each }]),
    ]);
    const whole = new Uint8Array(archive(bytes));
    return random.chance(0.5) ? whole : mutateBytes(whole, random);
  };
}

async function recognise(path: string): Promise<string | undefined> {
  const { best, all } = await recogniseFile(path);
  const fault = all.map(({ why }) => faultOfMessage(why)).find((each) => each !== undefined);
  return IMPORT_FORMATS.includes(best.format) ? fault : `it was taken for ${best.format}`;
}

export function headCase(cases: readonly LineCase[]): FileCase {
  const contents: Readonly<Record<string, Content>> = {
    'a damaged beginning': damagedHead(cases),
    'a damaged beginning, packed': packed(damagedHead(cases)),
    'bytes of a good file': (random) => mutateBytes(damagedHead(cases)(random), random),
    'one long line': longLine(cases),
    'random bytes': nothing,
    'random bytes, packed': packed(nothing),
    'UTF-16': (random) => mutateBytes(utf16(random), random),
  };
  return {
    name: 'recognition',
    format: undefined,
    share: 0.1,
    make: (random) => {
      const what = random.choice(Object.keys(contents));
      return { name: random.choice(NAMES), bytes: contents[what]!(random), what, read: recognise };
    },
  };
}
