// Two ascending columns of times to, for each row of the left one, the latest row of the right one that was known by then.

/**
 * Places of right rows, -1 where none is old enough. Of rows with equal times the last counts. `toleranceUs` leaves out rows
 * that are older than that.
 */
export function asOfPlaces(
  left: Float64Array,
  right: Float64Array,
  toleranceUs: number = Number.POSITIVE_INFINITY,
): Int32Array {
  const places = new Int32Array(left.length);
  let next = 0;
  for (let row = 0; row < left.length; row++) {
    const timeUs = left[row]!;
    while (next < right.length && right[next]! <= timeUs) next++;
    const place = next - 1;
    places[row] = place >= 0 && timeUs - right[place]! <= toleranceUs ? place : -1;
  }
  return places;
}

/** Times at which rows were known, where a source steps back: a row comes no earlier than those above it. */
export function knownTimes(times: Float64Array): Float64Array {
  const known = Float64Array.from(times);
  for (let row = 1; row < known.length; row++) known[row] = Math.max(known[row]!, known[row - 1]!);
  return known;
}
