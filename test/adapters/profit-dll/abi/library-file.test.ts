// Reads processor and version out of Windows libraries: one made here byte by byte, damaged ones, and files that are none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { libraryFileFacts } from '../../../../src/adapters/profit-dll/abi/library-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-library-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RESOURCES = 0x400;
const VIRTUAL = 0x5000;

/** A library with nothing but the headers and a resource section. */
function library(machine: number, version: readonly [number, number, number, number]): Buffer {
  const file = Buffer.alloc(0x600);
  file.write('MZ');
  file.writeUInt32LE(0x80, 60);
  file.writeUInt32LE(0x4550, 0x80);
  file.writeUInt16LE(machine, 0x84);
  file.writeUInt16LE(1, 0x86);
  file.writeUInt16LE(0xf0, 0x94);
  const section = 0x80 + 24 + 0xf0;
  file.write('.rsrc', section);
  file.writeUInt32LE(VIRTUAL, section + 12);
  file.writeUInt32LE(0x200, section + 16);
  file.writeUInt32LE(RESOURCES, section + 20);
  const entry = (at: number, id: number, target: number): void => {
    file.writeUInt16LE(1, RESOURCES + at + 14);
    file.writeUInt32LE(id, RESOURCES + at + 16);
    file.writeUInt32LE(target, RESOURCES + at + 20);
  };
  entry(0, 16, 0x80000018);
  entry(0x18, 1, 0x80000030);
  entry(0x30, 1046, 0x48);
  file.writeUInt32LE(VIRTUAL + 0x60, RESOURCES + 0x48);
  file.writeUInt32LE(92, RESOURCES + 0x4c);
  const info = RESOURCES + 0x60 + 40;
  file.writeUInt32LE(0xfeef04bd, info);
  file.writeUInt16LE(version[1], info + 8);
  file.writeUInt16LE(version[0], info + 10);
  file.writeUInt16LE(version[3], info + 12);
  file.writeUInt16LE(version[2], info + 14);
  return file;
}

function factsOf(bytes: Uint8Array): ReturnType<typeof libraryFileFacts> {
  const file = join(folder, 'library.dll');
  writeFileSync(file, bytes);
  return libraryFileFacts(file);
}

describe('a library file', () => {
  it('tells its processor and version', () => {
    expect(factsOf(library(0x8664, [4, 0, 0, 41]))).toEqual({ processor: 'x64', version: '4.0.0.41', bytes: 0x600 });
    expect(factsOf(library(0x14c, [4, 0, 0, 34]))).toMatchObject({ processor: 'x86', version: '4.0.0.34' });
  });

  it('without a version resource has no version', () => {
    const file = library(0x8664, [4, 0, 0, 41]);
    file.writeUInt32LE(3, RESOURCES + 16);
    expect(factsOf(file)).toMatchObject({ processor: 'x64', version: undefined });
  });

  it('that is cut off or damaged at any place is read without failing', () => {
    const whole = library(0x8664, [4, 0, 0, 41]);
    for (let length = 0; length < whole.length; length += 7) {
      expect(factsOf(whole.subarray(0, length)).bytes).toBe(length);
    }
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(0xff, at);
      expect(() => factsOf(damaged)).not.toThrow();
    }
  });

  it('of another kind is none', () => {
    expect(factsOf(Buffer.from('\x7fELF and so on'))).toMatchObject({ processor: 'other', version: undefined });
  });
});
