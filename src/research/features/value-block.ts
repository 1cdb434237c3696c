// Room for the values of several features at many candles, in shared memory: a column after the other, with a mask of what is ready.

export interface ValueBlock {
  readonly rows: number;
  readonly columns: number;
  /** Column `c` stands from `c × rows` on. */
  readonly values: Float64Array;
  readonly ready: Uint8Array;
  /** Share of each row's values that were carried on from an earlier candle, 0..1. */
  readonly filled: Float64Array;
}

export function valueBlock(rows: number, columns: number): ValueBlock {
  return {
    rows,
    columns,
    values: new Float64Array(new SharedArrayBuffer(rows * columns * Float64Array.BYTES_PER_ELEMENT)),
    ready: new Uint8Array(new SharedArrayBuffer(rows * columns)),
    filled: new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT)),
  };
}
