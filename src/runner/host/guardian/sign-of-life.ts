// A trader's signs of life, each with the last event it has taken, in; since when it has not kept up with what it was told out.

/** Signs that are remembered; a trader so far behind is silent long before. */
const SAMPLES_MAX = 256;

interface Told {
  readonly seq: number;
  timeUs: number;
}

/** A trader that hangs says nothing; one that is slow speaks, and has not taken what it was told long ago. */
export class SignOfLife {
  private lastUs: number;
  private silentUs: number;
  /** Ends of what was told, at the signs since the one that the trader has taken. */
  private readonly told: Told[] = [];

  constructor(silentMs: number, nowUs: number) {
    this.silentUs = silentMs * 1000;
    this.lastUs = nowUs;
  }

  /** `takenSeq`: of the last event that the trader has taken. `toldSeq`: of the last that it was sent. Undefined: not known. */
  take(takenSeq: number | undefined, toldSeq: number | undefined, nowUs: number): void {
    const { told } = this;
    if (takenSeq === undefined) told.length = 0;
    else while (told.length > 0 && told[0]!.seq <= takenSeq) told.shift();
    this.lastUs = told[0]?.timeUs ?? nowUs;
    const isBehind = takenSeq !== undefined && toldSeq !== undefined && takenSeq < toldSeq;
    if (isBehind && told.length < SAMPLES_MAX) told.push({ seq: toldSeq, timeUs: nowUs });
  }

  /** Nobody could hear it for so long. */
  skip(us: number, nowUs: number): void {
    this.lastUs = Math.min(nowUs, this.lastUs + us);
    for (const told of this.told) told.timeUs = Math.min(nowUs, told.timeUs + us);
  }

  silenceUs(nowUs: number): number {
    return nowUs - this.lastUs;
  }

  isSilent(nowUs: number): boolean {
    return this.silenceUs(nowUs) > this.silentUs;
  }
}
