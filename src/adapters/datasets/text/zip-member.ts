// A zip archive in; its one text file out, as a stream that is checked against what the archive's directory says of it.

import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../user-error.ts';
import { listedNames } from '../listed-names.ts';
import { SHOWN_CHARACTERS, shownText } from './shown-text.ts';
import { checkUnpackedSize } from './unpack-limits.ts';

/** An archive of exports has a handful. */
const MAX_MEMBERS = 10_000;
const LISTED_MEMBERS = 8;
const TEXT_NAME = /\.(txt|csv)$/i;
/** What macOS and Windows put beside the files of a folder. */
const NOT_DATA = /(^|\/)(__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i;
const SHOWN_REASON = 200;
const STORED = 0;
const DEFLATED = 8;

export interface ZipMember {
  /** Without its folders. */
  readonly name: string;
  readonly unpackedBytes: number;
  /** To be read once, to the end or not at all; frees the archive either way. */
  readonly chunks: () => AsyncGenerator<Uint8Array>;
  /** Frees the archive where the chunks are not read. */
  readonly close: () => void;
}

/**
 * The only file of the archive, or the only one named .txt or .csv; folders are looked through, not counted. UserErrors:
 * `zip-corrupt`, `zip-encrypted`, `zip-method`, `zip-empty`, `zip-members` when several could be meant, `unpacked-too-large`.
 */
export async function openZipMember(file: string): Promise<ZipMember> {
  const zip = await openPromise(file, { autoClose: false }).catch((error: unknown) => corrupt(file, error));
  try {
    const entry = chosen(file, await entriesOf(file, zip));
    checkEntry(file, entry);
    return {
      name: basename(entry.fileName),
      unpackedBytes: entry.uncompressedSize,
      chunks: () => chunksOf(file, zip, entry),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(file: string, zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > MAX_MEMBERS) corrupt(file, new Error(`it claims to hold ${zip.entryCount} files`));
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const isFolder = entry.fileName.endsWith('/');
      if (!isFolder && !NOT_DATA.test(entry.fileName)) entries.push(entry);
    }
  } catch (error) {
    corrupt(file, error);
  }
  return entries;
}

function chosen(file: string, entries: readonly Entry[]): Entry {
  const texts = entries.filter(({ fileName }) => TEXT_NAME.test(fileName));
  const only = entries.length === 1 ? entries[0] : texts.length === 1 ? texts[0] : undefined;
  if (only !== undefined) return only;
  if (entries.length === 0) {
    throw new UserError({
      code: 'zip-empty',
      message: `The archive ${basename(file)} holds no file`,
      file,
      fix: 'Download it again; an archive of an export holds one text file',
    });
  }
  const names = (texts.length > 0 ? texts : entries).map(({ fileName }) => shownText(fileName, SHOWN_CHARACTERS));
  throw new UserError({
    code: 'zip-members',
    message: `The archive ${basename(file)} holds ${names.length} files that could be meant: ${listedNames(names, LISTED_MEMBERS)}`,
    file,
    fix: 'Unpack it and name the files to import; those of one order book go into one command together',
  });
}

function checkEntry(file: string, entry: Entry): void {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  const fileName = shownText(entry.fileName, SHOWN_CHARACTERS);
  if (entry.isEncrypted()) {
    throw new UserError({
      code: 'zip-encrypted',
      message: `${fileName} in the archive ${basename(file)} is encrypted`,
      file,
      fix: 'Unpack it with its password and import the text file',
    });
  }
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw new UserError({
      code: 'zip-method',
      message: `${fileName} in the archive ${basename(file)} is packed by method ${compressionMethod}, which is not read here`,
      file,
      fix: 'Unpack it and import the text file',
    });
  }
  checkUnpackedSize(file, compressedSize, uncompressedSize);
}

async function* chunksOf(file: string, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    let sum = 0;
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sum = crc32(chunk, sum);
        size += chunk.length;
        yield chunk;
      }
    } finally {
      stream.destroy();
    }
    if (size !== entry.uncompressedSize)
      throw new Error(`${entry.fileName} has ${size} bytes, not ${entry.uncompressedSize}`);
    if (sum !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} is wrong`);
  } catch (error) {
    if (error instanceof UserError) throw error;
    corrupt(file, error);
  } finally {
    zip.close();
  }
}

function corrupt(file: string, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new UserError({
    code: 'zip-corrupt',
    message: `The zip archive ${basename(file)} is damaged: ${shownText(why, SHOWN_REASON)}`,
    file,
    fix: 'Download or copy the file again; `unzip -t FILE` must say nothing bad',
    cause,
  });
}
