// Eight bytes of a record in; the integer they hold out, as a number where numbers can hold it.

const TWO_32 = 4_294_967_296;

/** A signed 64-bit integer, exact up to 2^53 either way, rounded beyond. By halves: a BigInt would be an allocation. */
export function int64At(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);
}
