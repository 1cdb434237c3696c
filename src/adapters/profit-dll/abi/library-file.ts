// A Windows library file in; its processor and file version out, from the headers and the version resource only.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface LibraryFileFacts {
  /** `other` covers what is no Windows library too. */
  readonly processor: 'x64' | 'x86' | 'other';
  /** `4.0.0.41`; undefined where the file has no version resource that can be read. */
  readonly version: string | undefined;
  readonly bytes: number;
}

/** More of it is never read: resources of a library are small. */
const RESOURCE_BYTES_MAX = 32 * 1024 * 1024;
const SECTIONS_MAX = 96;
const ENTRIES_MAX = 4096;
const RT_VERSION = 16;
const FIXED_INFO_SIGNATURE = 0xfeef04bd;
const MACHINES: Readonly<Record<number, 'x64' | 'x86'>> = { 34404: 'x64', 332: 'x86' };

/** Reads `file`; throws only what the file system throws. */
export function libraryFileFacts(file: string): LibraryFileFacts {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = fstatSync(descriptor).size;
    const read = (offset: number, length: number): Buffer => {
      const part = Buffer.alloc(Math.max(0, Math.min(length, bytes - offset)));
      return part.subarray(0, part.length === 0 ? 0 : readSync(descriptor, part, 0, part.length, offset));
    };
    try {
      return { ...factsOf(read), bytes };
    } catch (error) {
      // a file that ends in the middle of a header is no library
      if (!(error instanceof RangeError)) throw error;
      return { processor: 'other', version: undefined, bytes };
    }
  } finally {
    closeSync(descriptor);
  }
}

type ReadPart = (offset: number, length: number) => Buffer;

function factsOf(read: ReadPart): Omit<LibraryFileFacts, 'bytes'> {
  const dos = read(0, 64);
  if (dos.toString('latin1', 0, 2) !== 'MZ') return { processor: 'other', version: undefined };
  const header = dos.readUInt32LE(60);
  const pe = read(header, 24);
  if (pe.readUInt32LE(0) !== 0x4550) return { processor: 'other', version: undefined };
  const processor = MACHINES[pe.readUInt16LE(4)] ?? 'other';
  const sectionCount = Math.min(pe.readUInt16LE(6), SECTIONS_MAX);
  const sections = read(header + 24 + pe.readUInt16LE(20), sectionCount * 40);
  for (let index = 0; index < sectionCount; index += 1) {
    const section = sections.subarray(index * 40, index * 40 + 40);
    if (section.toString('latin1', 0, 6) !== '.rsrc\0') continue;
    const length = Math.min(section.readUInt32LE(16), RESOURCE_BYTES_MAX);
    const resources = read(section.readUInt32LE(20), length);
    return { processor, version: versionIn(resources, section.readUInt32LE(12)) };
  }
  return { processor, version: undefined };
}

/** Walks type, name and language of the resource tree; each level is a directory of 8-byte entries. */
function versionIn(resources: Buffer, virtualAddress: number): string | undefined {
  try {
    const names = childOf(resources, 0, RT_VERSION);
    const languages = names === undefined ? undefined : childOf(resources, names & 0x7fffffff, undefined);
    const leaf = languages === undefined ? undefined : childOf(resources, languages & 0x7fffffff, undefined);
    if (leaf === undefined || (leaf & 0x80000000) !== 0) return undefined;
    const start = resources.readUInt32LE(leaf) - virtualAddress;
    const data = resources.subarray(start, start + resources.readUInt32LE(leaf + 4));
    return fixedVersion(data);
  } catch (error) {
    // an offset outside of the section: the resource is damaged, which is not worth failing for
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function childOf(resources: Buffer, directory: number, id: number | undefined): number | undefined {
  const named = resources.readUInt16LE(directory + 12);
  const count = Math.min(named + resources.readUInt16LE(directory + 14), ENTRIES_MAX);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 16 + index * 8;
    if (id === undefined || resources.readUInt32LE(entry) === id) return resources.readUInt32LE(entry + 4);
  }
  return undefined;
}

function fixedVersion(data: Buffer): string | undefined {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(FIXED_INFO_SIGNATURE);
  const info = data.indexOf(signature);
  if (info < 0) return undefined;
  const high = data.readUInt32LE(info + 8);
  const low = data.readUInt32LE(info + 12);
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
}
