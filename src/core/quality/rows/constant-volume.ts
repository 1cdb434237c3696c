// Candles go in; long runs of them come out that all have the same volume.

import { type Example, type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { clockOf } from './measure/figures.ts';
import { exampleAt } from './measure/row-log.ts';

/** Candles in a run; where single lots are traded one after the other, a run must be longer to mean anything. */
const LONG_RUN = 20;
const LONG_RUN_OF_SMALL = 120;
const SMALL_LOTS = 10;

export const constantVolume: RowRule = {
  id: 'constant-volume',
  severity: 'warn',
  kinds: ['candles'],
  meaning: 'Twenty and more candles in a row with the same volume: a column that was made up or filled in.',
  start: (context) => new VolumeRuns(context),
};

class VolumeRuns implements RowCheck {
  private readonly context: PartContext;
  private readonly examples: Example[] = [];
  private runs = 0;
  private longRows = 0;
  private volume = Number.NaN;
  private candles = 0;
  private startRow = 0;
  private startUs = 0;

  constructor(context: PartContext) {
    this.context = context;
  }

  rows(columns: RowColumns, from: number, to: number, offset: number): void {
    const { volume, open_time_us: times } = columns;
    for (let index = from; index < to; index++) {
      if (volume![index] !== this.volume) {
        this.endRun();
        this.volume = volume![index]!;
        this.candles = 0;
        this.startRow = offset + index;
        this.startUs = times![index]!;
      }
      this.candles++;
    }
  }

  finding(): Finding | undefined {
    const goesOn = this.isLong();
    const runs = this.runs + (goesOn ? 1 : 0);
    if (runs === 0) return undefined;
    const rows = this.longRows + (goesOn ? this.candles : 0);
    return {
      rule: constantVolume.id,
      severity: 'warn',
      rows,
      detail: `${rows} candles stand in ${runs} runs of one and the same volume: the column was made up or filled in`,
      examples: goesOn && this.examples.length < MAX_EXAMPLES ? [...this.examples, this.example()] : [...this.examples],
    };
  }

  /** Candles without volume are told of by zero-volume. */
  private isLong(): boolean {
    const isSmall = this.volume < SMALL_LOTS * this.context.terms.lot;
    const isVolume = this.volume > 0 && this.volume < Number.POSITIVE_INFINITY;
    return isVolume && this.candles >= (isSmall ? LONG_RUN_OF_SMALL : LONG_RUN);
  }

  private endRun(): void {
    if (!this.isLong()) return;
    if (this.runs++ < MAX_EXAMPLES) this.examples.push(this.example());
    this.longRows += this.candles;
  }

  private example(): Example {
    const { startRow: row, startUs: timeUs } = this;
    return exampleAt(row, timeUs, `${this.candles} candles of ${this.volume} from ${clockOf(this.context, timeUs)}`);
  }
}
