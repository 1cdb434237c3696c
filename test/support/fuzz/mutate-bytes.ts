// Bytes of a good file in; the same bytes damaged, cut, repeated or mixed with others, out.

import type { Random } from '../../../src/simulation/random.ts';

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const LONGEST_PIECE = 64;
const MORE_SHARE = 0.4;
/** Lengths and counts that parsers of binary files trip over. */
const NUMBERS = [0, 1, 127, 128, 255, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff] as const;

export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  do mutated = random.choice(MUTATIONS)(mutated, random);
  while (random.chance(MORE_SHARE));
  return mutated;
}

/** As many bytes, each as likely. */
export function randomBytes(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(256));
}

const placeIn = (bytes: Uint8Array, random: Random): number => random.integer(bytes.length + 1);
const spliced = (bytes: Uint8Array, at: number, count: number, by: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + count)]);

const flipBit: Mutation = (bytes, random) => {
  const mutated = Uint8Array.from(bytes);
  const at = random.integer(Math.max(1, bytes.length));
  if (at < bytes.length) mutated[at] = mutated[at]! ^ (1 << random.integer(8));
  return mutated;
};
const changeByte: Mutation = (bytes, random) => spliced(bytes, placeIn(bytes, random), 1, randomBytes(1, random));
const insertSome: Mutation = (bytes, random) =>
  spliced(bytes, placeIn(bytes, random), 0, randomBytes(1 + random.integer(LONGEST_PIECE), random));
const removeSome: Mutation = (bytes, random) =>
  spliced(bytes, placeIn(bytes, random), 1 + random.integer(LONGEST_PIECE), new Uint8Array(0));
const cutOff: Mutation = (bytes, random) => bytes.subarray(0, placeIn(bytes, random));
const appendSome: Mutation = (bytes, random) =>
  spliced(bytes, bytes.length, 0, randomBytes(1 + random.integer(LONGEST_PIECE), random));
const clearSome: Mutation = (bytes, random) => {
  const count = 1 + random.integer(LONGEST_PIECE);
  return spliced(bytes, placeIn(bytes, random), count, new Uint8Array(count));
};
const repeatSome: Mutation = (bytes, random) => {
  const at = placeIn(bytes, random);
  const piece = bytes.subarray(at, at + 1 + random.integer(LONGEST_PIECE));
  return spliced(bytes, placeIn(bytes, random), random.chance(0.5) ? 0 : piece.length, piece);
};
const setNumber: Mutation = (bytes, random) => {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(random.choice(NUMBERS));
  const width = random.choice([1, 2, 4]);
  return spliced(bytes, placeIn(bytes, random), width, number.subarray(0, width));
};

const MUTATIONS: readonly Mutation[] = [
  ...[flipBit, flipBit, flipBit, changeByte, changeByte, insertSome, removeSome, cutOff, appendSome, clearSome],
  ...[repeatSome, setNumber, setNumber],
];
