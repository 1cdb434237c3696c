// Float32 values without NaN in, with numbers that go along if wanted; the same in ascending order out, in place.

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const PASSES = 3;

/** Room for sorting up to `rows` values again and again. */
export interface SortRoom {
  readonly keys: Uint32Array;
  readonly otherKeys: Uint32Array;
  readonly otherAlong: Float64Array;
}

export function sortRoom(rows: number): SortRoom {
  return { keys: new Uint32Array(rows), otherKeys: new Uint32Array(rows), otherAlong: new Float64Array(rows) };
}

/** Least significant digit first, stable. -0 becomes +0, which it equals. `values` and `along` hold `count` numbers or more. */
export function radixSort(values: Float32Array, along: Float64Array | undefined, count: number, room: SortRoom): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, count);
  let from = room.keys;
  let to = room.otherKeys;
  for (let i = 0; i < count; i++) {
    values[i] = values[i]! + 0;
    const raw = bits[i]!;
    // of negative numbers all bits turn, of others the sign: then they are in order as whole numbers
    from[i] = raw ^ ((raw >> 31) | 0x80000000);
  }
  let alongFrom = along;
  let alongTo: Float64Array | undefined = along === undefined ? undefined : room.otherAlong;
  for (let pass = 0; pass < PASSES; pass++) {
    scatter(from, to, alongFrom, alongTo, count, pass * DIGIT_BITS);
    [from, to] = [to, from];
    [alongFrom, alongTo] = [alongTo, alongFrom];
  }
  for (let i = 0; i < count; i++) {
    const key = from[i]!;
    bits[i] = key ^ (~(key >> 31) | 0x80000000);
  }
  // an odd number of passes ends in the room
  if (along !== undefined) along.set(alongFrom!.subarray(0, count));
}

function scatter(
  from: Uint32Array,
  to: Uint32Array,
  alongFrom: Float64Array | undefined,
  alongTo: Float64Array | undefined,
  count: number,
  shift: number,
): void {
  const places = new Uint32Array(DIGITS);
  for (let i = 0; i < count; i++) {
    const digit = (from[i]! >>> shift) & (DIGITS - 1);
    places[digit] = places[digit]! + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const own = places[digit]!;
    places[digit] = sum;
    sum += own;
  }
  for (let i = 0; i < count; i++) {
    const key = from[i]!;
    const digit = (key >>> shift) & (DIGITS - 1);
    const at = places[digit]!;
    places[digit] = at + 1;
    to[at] = key;
    if (alongFrom !== undefined) alongTo![at] = alongFrom[i]!;
  }
}
