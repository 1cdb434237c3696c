// Numbers of messages go in; places come out at which messages are missing.

import { type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { SequenceStep, SequenceWatch } from './measure/sequence-watch.ts';

/** Lines lose messages now and then; with gaps before so many the numbers are shared, or the file is an extract. */
const EXTRACT_SHARE = 0.01;
/** Rows of other kinds must have stood between the messages so often to show that they use the same numbers. */
const STEPS_TO_JUDGE = 10;

export const sequenceGap: RowRule = {
  id: 'sequence-gap',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders'],
  meaning:
    'Numbers of messages that leave some out: messages were lost. Numbers that the other kinds of the source use up are none of them. When more than 1 % of the messages have a gap before them, the numbers are shared with what is not in the source or it is an extract; that is only noted of quotes and orders.',
  start: (context) => new Gaps(context),
};

/** Counted in both ways, since only all rows of the part tell whether its numbers are shared with other kinds. */
class Gaps implements RowCheck {
  private readonly context: PartContext;
  private readonly watch: SequenceWatch;
  private readonly own = new RowLog();
  private ownMissing = 0;
  /** Without the numbers that rows of other kinds may have. */
  private readonly shared = new RowLog();
  private sharedMissing = 0;
  /** Steps over rows of other kinds, and those of them that left out too few numbers for all these rows. */
  private stepsOver = 0;
  private stepsTooSmall = 0;
  private orderAbove = Number.NaN;

  constructor(context: PartContext) {
    this.context = context;
    this.watch = new SequenceWatch(context.kind);
  }

  rows(columns: RowColumns, from: number, to: number, offset: number): void {
    const { sequence, order } = columns;
    if (sequence === undefined) return;
    for (let index = from; index < to; index++) {
      const step = this.watch.step(columns, sequence, index);
      if (step !== SequenceStep.gap && step !== SequenceStep.next) continue;
      const above = index > from ? order?.[index - 1] : this.orderAbove;
      const between = betweenRows(columns, above, index);
      if (between > 0) {
        this.stepsOver++;
        if (this.watch.missing < between) this.stepsTooSmall++;
      }
      if (step === SequenceStep.gap) this.add(columns, index, offset, between);
    }
    if (from < to) this.orderAbove = order?.[to - 1] ?? Number.NaN;
  }

  finding(): Finding | undefined {
    const { kind } = this.context;
    const isShared = this.stepsOver >= STEPS_TO_JUDGE && this.stepsTooSmall === 0;
    const [log, missing] = isShared ? [this.shared, this.sharedMissing] : [this.own, this.ownMissing];
    const isExtract = log.count > EXTRACT_SHARE * this.watch.steps;
    const detail =
      `${countOf(log.count, this.watch.steps, 'messages')} have a gap before them, ${missing} numbers are missing` +
      `${isShared ? ' that no other kind of the source has' : ''}: ` +
      (isExtract
        ? 'an extract of a tape, or numbers shared with what is not there; volumes and books may not be whole'
        : 'messages were lost');
    // a quote tells all of its state again, and a lost order is found by unknown-order
    const isHarmless = isExtract && (kind === 'quotes' || kind === 'orders');
    const values = { missing, isExtract: isExtract ? 1 : 0, isShared: isShared ? 1 : 0 };
    return log.finding(sequenceGap.id, isHarmless ? 'note' : 'warn', detail, values);
  }

  /** The message at `index` left numbers out, and so many rows of other kinds stand before it. */
  private add(columns: RowColumns, index: number, offset: number, between: number): void {
    const { missing } = this.watch;
    this.ownMissing += missing;
    this.list(this.own, columns, index, offset, missing);
    if (missing <= between) return;
    this.sharedMissing += missing - between;
    this.list(this.shared, columns, index, offset, missing - between);
  }

  private list(log: RowLog, columns: RowColumns, index: number, offset: number, missing: number): void {
    if (log.count++ >= MAX_EXAMPLES) return;
    const timeUs = columns.time_us![index]!;
    const what = `${missing} numbers before ${columns.sequence![index]}, ${clockOf(this.context, timeUs)}`;
    log.list(offset + index, timeUs, what);
  }
}

/** Rows of other kinds between a row and the one above it; 0 where nobody knows, and where the source names the message before. */
function betweenRows(
  { order, previous_sequence: previous }: RowColumns,
  above: number | undefined,
  index: number,
): number {
  if (order === undefined || above === undefined || previous !== undefined) return 0;
  const between = order[index]! - above - 1;
  return between > 0 && between < Number.POSITIVE_INFINITY ? between : 0;
}
