// What a replay decides, sends and warns of in; each compared with what the run had journalled, the first difference out.

import { compareCommands } from '../adapters/journal/compare-commands.ts';
import { compareDecisions } from '../adapters/journal/compare-decisions.ts';
import { deepDifference } from '../adapters/journal/deep-difference.ts';
import type { JournalledAlert, RunReader } from '../adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { Journal } from '../core/engine/journal.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { Kind } from '../core/market/event-record.ts';
import type { PredictionCheck } from './prediction-check.ts';

export interface ReplayDifference {
  /** Of the decision; for a command or an alert, of the decision that had been taken last; for an event, of the next one. */
  readonly index: number;
  readonly timeUs: number;
  /**
   * The deepest field that differs: `inputs.features.emaSlope_20`, `gates.probability.limit`, `commands[3].request.price`,
   * `alerts[3].text`, `orderEvents[2].event.price`, `prediction.direction`, `events[1234].seq`.
   */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

type Found = Pick<ReplayDifference, 'path' | 'expected' | 'actual'>;

/**
 * A run that was not closed in order journalled its last decisions, commands and alerts less durably than its events: what the
 * replay has beyond them is counted and not compared. Rows are durable in the order they came, so nothing lies beyond a row that
 * is there: then it was journalled, and was taken out.
 */
export class ComparingJournal implements Journal {
  decisions = 0;
  difference: ReplayDifference | undefined;
  /** Beyond the journal of a run that was not closed in order. */
  readonly beyond = { decisions: 0, commands: 0, alerts: 0 };
  private readonly isComplete: boolean;
  private readonly lastSeqs: RunReader['lastSeqs'];
  private readonly predictions: PredictionCheck | undefined;
  private commandCount = 0;
  private alertCount = 0;
  private timeUs = 0;
  private readonly expectedDecisions: Iterator<DecisionRecord>;
  private readonly expectedCommands: Iterator<OrderCommand>;
  private readonly expectedAlerts: Iterator<JournalledAlert>;
  private readonly expectedOrderEvents: Iterator<{ readonly seq: number; readonly event: object }>;
  private orderEventCount = 0;

  constructor(run: RunReader, predictions?: PredictionCheck) {
    this.isComplete = run.info.finishedAtUtc !== null || run.isClosed;
    // before the rows are read, so that a run that goes on has at least these
    this.lastSeqs = run.lastSeqs;
    this.predictions = predictions;
    this.expectedDecisions = run.decisions();
    this.expectedCommands = run.commands();
    this.expectedAlerts = run.alerts();
    this.expectedOrderEvents = run.orderEvents();
  }

  event(batch: EventBatch, index: number): void {
    if (this.difference !== undefined) return;
    this.predictions?.onEvent(batch, index, this.taken);
    const kind = batch.kindAt(index);
    if (kind === Kind.fill || kind === Kind.orderUpdate) this.orderEvent(batch, index);
  }

  /** What came of our orders stands in the log and, for whoever reads the journal alone, in the journal. */
  private orderEvent(batch: EventBatch, index: number): void {
    const seq = batch.seqAt(index);
    const wanted = nextOf(this.expectedOrderEvents);
    if (wanted === undefined && this.isBeyond(seq)) return;
    const actual = { seq, event: batch.payloadAt(index) };
    const expected = wanted === undefined ? undefined : { seq: wanted.seq, event: wanted.event };
    const found = deepDifference(expected, actual, `orderEvents[${this.orderEventCount}]`);
    if (found !== undefined) this.differs(found);
    this.orderEventCount += 1;
  }

  decision(record: DecisionRecord): void {
    this.timeUs = record.timeUs;
    if (this.difference !== undefined) return;
    this.predictions?.onDecision(record, this.taken);
    const wanted = nextOf(this.expectedDecisions);
    if (wanted === undefined && this.isBeyond(record.seq)) {
      this.beyond.decisions += 1;
      return;
    }
    const found = compareDecisions(wanted === undefined ? [] : [wanted], [record]).firstDifference;
    if (found === null) this.decisions += 1;
    else this.difference = { ...found, index: this.decisions };
  }

  commands(commands: readonly OrderCommand[]): void {
    for (const command of commands) {
      if (this.difference !== undefined) return;
      const wanted = nextOf(this.expectedCommands);
      if (wanted === undefined && this.isBeyond(command.seq)) {
        this.beyond.commands += 1;
        continue;
      }
      const found = compareCommands(wanted === undefined ? [] : [wanted], [command]).firstDifference;
      if (found !== null) this.commandDiffers(found);
      this.commandCount += 1;
    }
  }

  alert(seq: number, timeUs: number, severity: JournalledAlert['severity'], code: string, text: string): void {
    this.timeUs = timeUs;
    if (this.difference !== undefined) return;
    const wanted = nextOf(this.expectedAlerts);
    if (wanted === undefined && this.isBeyond(seq)) {
      this.beyond.alerts += 1;
      return;
    }
    const alert: JournalledAlert = { seq, timeUs, severity, code, text };
    const found = alertDifference(wanted, alert, `alerts[${this.alertCount}]`);
    if (found !== undefined) this.differs(found);
    this.alertCount += 1;
  }

  /** What the run has and the replay has not. */
  close(): void {
    if (this.difference !== undefined) return;
    const decision = nextOf(this.expectedDecisions);
    if (decision !== undefined) {
      const found = compareDecisions([decision], []).firstDifference!;
      this.difference = { ...found, index: this.decisions };
      return;
    }
    const command = nextOf(this.expectedCommands);
    if (command !== undefined) {
      this.commandDiffers(compareCommands([command], []).firstDifference!);
      return;
    }
    const alert = nextOf(this.expectedAlerts);
    if (alert !== undefined) this.differs(alertDifference(alert, undefined, `alerts[${this.alertCount}]`)!);
    const answer = nextOf(this.expectedOrderEvents);
    const path = `orderEvents[${this.orderEventCount}]`;
    if (answer !== undefined) this.differs({ path, expected: answer, actual: null });
  }

  /** The replay cannot go on at an event, for a reason that is no decision's. */
  stopsAt(timeUs: number, found: Found): void {
    this.difference ??= { index: this.taken, timeUs, ...found };
  }

  /** Something beside decisions, commands and alerts differs, at the end of what there is. */
  differs({ path, expected, actual }: Found): void {
    this.difference ??= { index: Math.max(0, this.taken - 1), timeUs: this.timeUs, path, expected, actual };
  }

  /** Decisions the replay has taken. */
  private get taken(): number {
    return this.decisions + this.beyond.decisions;
  }

  private isBeyond(seq: number): boolean {
    // rows of one event are made durable with its commands: those at the seq of a command are there
    return !this.isComplete && seq >= this.lastSeqs.any && seq > this.lastSeqs.command;
  }

  private commandDiffers(found: Found): void {
    this.differs({ ...found, path: found.path.replace(/^commands\[0\]/, `commands[${this.commandCount}]`) });
  }
}

function nextOf<T>(rows: Iterator<T>): T | undefined {
  const next = rows.next();
  return next.done === true ? undefined : next.value;
}

/** Of two alerts at different events the earlier one is missing, or one too many. */
function alertDifference(
  wanted: JournalledAlert | undefined,
  found: JournalledAlert | undefined,
  path: string,
): Found | undefined {
  if (wanted !== undefined && found !== undefined && wanted.seq !== found.seq) {
    return wanted.seq < found.seq ? { path, expected: wanted, actual: null } : { path, expected: null, actual: found };
  }
  return deepDifference(wanted, found, path);
}
