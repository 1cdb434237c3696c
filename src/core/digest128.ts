// Numbers and texts in, a 128-bit hex digest out: tells apart inputs of decisions; not meant against an adversary.

const bits = new ArrayBuffer(8);
const asF64 = new Float64Array(bits);
const asU32 = new Uint32Array(bits);

function mix(hash: number, word: number, prime: number): number {
  let k = Math.imul(word, prime);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two hex digits of each byte: numbers above 2^30 are slow to print. */
const HEX_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOf(lane: number): string {
  const high = HEX_BYTES[lane >>> 24]! + HEX_BYTES[(lane >>> 16) & 255]!;
  return high + HEX_BYTES[(lane >>> 8) & 255]! + HEX_BYTES[lane & 255]!;
}

/** Four lanes of the MurmurHash3 32-bit mixing step with different multipliers (A. Appleby, public domain description). */
export class Digest128 {
  private a = 0x9e3779b9 | 0;
  private b = 0x243f6a88 | 0;
  private c = 0xb7e15162 | 0;
  private d = 0x3c6ef372 | 0;
  private words = 0;

  word(value: number): this {
    this.a = mix(this.a, value, 0xcc9e2d51);
    this.b = mix(this.b ^ this.a, value, 0x239b961b);
    this.c = mix(this.c ^ this.b, value, 0xab0e9789);
    this.d = mix(this.d ^ this.c, value, 0x38b34ae5);
    this.words += 1;
    return this;
  }

  /** All 64 bits of a float; −0 and 0 are told apart, which never matters and never lies. */
  number(value: number): this {
    asF64[0] = value;
    const low = asU32[0]!;
    const high = asU32[1]!;
    return this.word(low).word(high);
  }

  text(value: string): this {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
    return this;
  }

  /** A value that may be missing: absence is not zero. */
  optional(value: number | undefined | null): this {
    return value === undefined || value === null ? this.word(0x7fffffff) : this.word(1).number(value);
  }

  /** A digest that goes on from here by itself. */
  copy(): Digest128 {
    const copy = new Digest128();
    copy.a = this.a;
    copy.b = this.b;
    copy.c = this.c;
    copy.d = this.d;
    copy.words = this.words;
    return copy;
  }

  hex(): string {
    const { words } = this;
    return (
      hexOf(finish(this.a, words)) +
      hexOf(finish(this.b, words)) +
      hexOf(finish(this.c, words)) +
      hexOf(finish(this.d, words))
    );
  }
}
