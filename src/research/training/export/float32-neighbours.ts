// A float32 value in; the float32 values next below and next above it out.

const value = new Float32Array(1);
const bits = new Int32Array(value.buffer);

/** `steps` values above, or below where it is negative. Infinite values stay. */
export function float32Beside(of: number, steps: 1 | -1): number {
  if (!Number.isFinite(of)) return of;
  value[0] = of;
  // the bits of a float count away from 0 on either side of it
  if (value[0] === 0) bits[0] = steps > 0 ? 1 : -0x7fffffff;
  else bits[0] = bits[0]! + (value[0]! > 0 ? steps : -steps);
  return value[0]!;
}
