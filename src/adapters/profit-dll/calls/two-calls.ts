// The vendor's way to give texts: a first call tells their lengths, a second one fills the room made for them.

import { UserError } from '../../user-error.ts';
import type { ExportName } from '../abi/exports.ts';
import type { LayoutName } from '../abi/layouts.ts';
import { type RecordInput, type RecordValues, VendorRecord } from '../abi/record.ts';
import { TEXT_UNITS_MAX } from '../abi/text.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorCalls } from './vendor-calls.ts';
import type { VersionedRecord, VersionMemory } from './version-memory.ts';

/** Byte offsets of a text pointer and of its length. */
interface TextPlace {
  readonly text: number;
  readonly length: number;
}

export interface TwoCalls<N extends LayoutName> {
  readonly record: N;
  readonly versioned: VersionedRecord;
  readonly call: ExportName;
  readonly input: (version: number) => RecordInput<N>;
  readonly texts: readonly TextPlace[];
}

/** A text may have grown between the calls; how often that is believed. */
const ATTEMPTS_MAX = 4;

/** @throws VendorError for a negative answer of either call. */
export async function fillTwice<N extends LayoutName>(
  calls: VendorCalls,
  versions: VersionMemory,
  { record: name, versioned, call, input, texts }: TwoCalls<N>,
): Promise<{ readonly values: RecordValues<N>; readonly version: number }> {
  const first = await versions.attempt(versioned, call, async (version) => {
    const record = new VendorRecord(name, input(version));
    return { answer: await calls.call('read', call, record), record, version };
  });
  if (first.answer < 0n) throw new VendorError(call, first.answer);
  let lengths = lengthsOf(first.record.bytes, texts);
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const record = new VendorRecord(name, input(first.version));
    for (const [index, { text, length }] of texts.entries()) {
      record.reserveText(text, lengths[index]!);
      record.bytes.writeInt32LE(lengths[index]!, length);
    }
    const answer = await calls.call('read', call, record);
    if (answer < 0n) throw new VendorError(call, answer);
    const found = lengthsOf(record.bytes, texts);
    if (found.every((units, index) => units <= lengths[index]!)) {
      return { values: record.read(), version: first.version };
    }
    lengths = found;
  }
  throw new UserError({
    code: 'texts-keep-growing',
    message: `The texts of ${call} grew ${ATTEMPTS_MAX} times while they were read`,
    fix: 'Ask again; if it stays, run qt doctor',
  });
}

function lengthsOf(bytes: Buffer, texts: readonly TextPlace[]): readonly number[] {
  return texts.map(({ length }) => Math.max(0, Math.min(bytes.readInt32LE(length), TEXT_UNITS_MAX)));
}
