// Records and places in them go in; the records go out in parts, so that what is told of a message stands between those before and after it.

export class UntoldRecords {
  private readonly tell: (records: Uint8Array, run: number) => void;
  private current: { readonly records: Uint8Array; readonly run: number; from: number } | undefined;

  constructor(tell: (records: Uint8Array, run: number) => void) {
    this.tell = tell;
  }

  /** `scan` reads them and may ask for parts to be told; what it leaves is told after it. */
  take(records: Uint8Array, run: number, scan: (records: Uint8Array) => void): void {
    this.current = { records, run, from: 0 };
    scan(records);
    this.tellTo(records.byteLength);
    this.current = undefined;
  }

  /** Tells what stands before byte `end`; nothing where no records are being read. */
  tellTo(end: number): void {
    const { current } = this;
    if (current === undefined || end <= current.from) return;
    const { records, run, from } = current;
    current.from = end;
    this.tell(records.subarray(from, end), run);
  }
}
