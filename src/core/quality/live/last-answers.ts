// Answers to a question asked of every trade in; how many of the last 32 were yes, out.

/** Ones in a 32-bit word. */
function onesIn(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export class LastAnswers {
  private word = 0;

  no(): void {
    if (this.word !== 0) this.word <<= 1;
  }

  /** How many there are now. */
  yes(): number {
    this.word = (this.word << 1) | 1;
    return onesIn(this.word);
  }
}
