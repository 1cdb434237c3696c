// What a replay decides and sends in; each compared with what the run had journalled, the first difference out.

import { compareCommands } from '../adapters/journal/compare-commands.ts';
import { compareDecisions } from '../adapters/journal/compare-decisions.ts';
import type { RunReader } from '../adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { Journal } from '../core/engine/journal.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';

export interface ReplayDifference {
  /** Of the decision; for a command, of the decision that had been taken last. */
  readonly index: number;
  readonly timeUs: number;
  /** The deepest field that differs: `inputs.features.emaSlope_20`, `gates[1].limit`, `commands[3].request.price`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * A run that was not finished journalled its last decisions and commands less durably than its events: what the replay has
 * beyond the last journalled decision is counted and not compared.
 */
export class ComparingJournal implements Journal {
  decisions = 0;
  difference: ReplayDifference | undefined;
  /** Decisions beyond the journal of a run that was not finished. */
  beyond = 0;
  private readonly isFinished: boolean;
  /** Of a command beyond the journal; a difference after all when a journalled decision follows. */
  private beyondCommand: ReplayDifference | undefined;
  private commandCount = 0;
  private timeUs = 0;
  private readonly expectedDecisions: Iterator<DecisionRecord>;
  private readonly expectedCommands: Iterator<OrderCommand>;

  constructor(run: RunReader) {
    this.isFinished = run.info.finishedAtUtc !== null;
    this.expectedDecisions = run.decisions();
    this.expectedCommands = run.commands();
  }

  event(): void {}

  decision(record: DecisionRecord): void {
    this.timeUs = record.timeUs;
    if (this.difference !== undefined) return;
    const next = this.expectedDecisions.next();
    if (next.done === true && !this.isFinished) {
      this.beyond += 1;
      return;
    }
    if (this.beyondCommand !== undefined) {
      this.difference = this.beyondCommand;
      return;
    }
    const found = compareDecisions(next.done === true ? [] : [next.value], [record]).firstDifference;
    if (found === null) this.decisions += 1;
    else this.difference = { ...found, index: this.decisions };
  }

  commands(commands: readonly OrderCommand[]): void {
    for (const command of commands) {
      if (this.difference !== undefined) return;
      const next = this.expectedCommands.next();
      const found = compareCommands(next.done === true ? [] : [next.value], [command]).firstDifference;
      if (found !== null) {
        const difference = this.commandDifference(found.path, found.expected, found.actual);
        if (next.done !== true || this.isFinished) this.difference = difference;
        else this.beyondCommand ??= difference;
      }
      this.commandCount += 1;
    }
  }

  alert(): void {}

  close(): void {
    if (this.difference !== undefined) return;
    const decision = this.expectedDecisions.next();
    if (decision.done !== true && this.beyondCommand !== undefined) {
      this.difference = this.beyondCommand;
      return;
    }
    if (decision.done !== true) {
      const found = compareDecisions([decision.value], []).firstDifference!;
      this.difference = { ...found, index: this.decisions };
      return;
    }
    const command = this.expectedCommands.next();
    if (command.done === true) return;
    const found = compareCommands([command.value], []).firstDifference!;
    this.difference = this.commandDifference(found.path, found.expected, found.actual);
  }

  private commandDifference(path: string, expected: unknown, actual: unknown): ReplayDifference {
    const place = path.replace(/^commands\[0\]/, `commands[${this.commandCount}]`);
    return { index: Math.max(0, this.decisions - 1), timeUs: this.timeUs, path: place, expected, actual };
  }
}
