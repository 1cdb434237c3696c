// A float32 value in; the largest float32 below it out.

const bits = new DataView(new ArrayBuffer(4));

/** Of 0, either way, the smallest negative number. `value` must be an exact float32, not NaN and not −Infinity. */
export function previousFloat32(value: number): number {
  bits.setFloat32(0, value);
  const pattern = bits.getInt32(0);
  if (value === 0) bits.setUint32(0, 0x80000001);
  else bits.setInt32(0, value > 0 ? pattern - 1 : pattern + 1);
  return bits.getFloat32(0);
}
