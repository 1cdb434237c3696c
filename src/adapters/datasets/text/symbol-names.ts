// Bytes of a symbol field to its string, made once for a run of equal fields.

const DECODER = new TextDecoder('latin1');

export class SymbolNames {
  private readonly isKnown: (name: string) => boolean;
  private bytes: Uint8Array = new Uint8Array(0);
  private name: string | undefined;

  constructor(isKnown: (name: string) => boolean) {
    this.isKnown = isKnown;
  }

  /** Undefined when the field names nothing that is known. */
  nameOf(bytes: Uint8Array, start: number, end: number): string | undefined {
    let same = this.bytes.length > 0 && end - start === this.bytes.length;
    for (let at = start; same && at < end; at++) same = bytes[at] === this.bytes[at - start];
    if (same) return this.name;
    this.bytes = bytes.slice(start, end);
    const name = DECODER.decode(this.bytes).trim();
    this.name = this.isKnown(name) ? name : undefined;
    return this.name;
  }
}
