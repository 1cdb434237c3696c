// The payload of a long message in; its texts out, one after another, each a count of UTF-16 units followed by them.

const decoder = new TextDecoder('utf-16le');

/** Reads from a place onwards. After a text that does not fit `isDamaged` stays true and every text is empty. */
export class TextReader {
  isDamaged = false;
  private view: DataView = new DataView(new ArrayBuffer(0));
  private at = 0;
  private end = 0;

  begin(view: DataView, at: number, end: number): void {
    this.isDamaged = at > end;
    this.view = view;
    this.at = at;
    this.end = end;
  }

  next(): string {
    if (this.isDamaged || this.at + 2 > this.end) return this.damaged();
    const bytes = 2 * this.view.getUint16(this.at, true);
    const start = this.at + 2;
    if (start + bytes > this.end) return this.damaged();
    this.at = start + bytes;
    return bytes === 0 ? '' : decoder.decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start, bytes));
  }

  private damaged(): string {
    this.isDamaged = true;
    return '';
  }
}
