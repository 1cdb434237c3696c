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

export class ComparingJournal implements Journal {
  decisions = 0;
  difference: ReplayDifference | undefined;
  private commandCount = 0;
  private timeUs = 0;
  private readonly expectedDecisions: Iterator<DecisionRecord>;
  private readonly expectedCommands: Iterator<OrderCommand>;

  constructor(run: RunReader) {
    this.expectedDecisions = run.decisions();
    this.expectedCommands = run.commands();
  }

  event(): void {}

  decision(record: DecisionRecord): void {
    this.timeUs = record.timeUs;
    if (this.difference !== undefined) return;
    const next = this.expectedDecisions.next();
    const found = compareDecisions(next.done === true ? [] : [next.value], [record]).firstDifference;
    if (found === null) this.decisions += 1;
    else this.difference = { ...found, index: this.decisions };
  }

  commands(commands: readonly OrderCommand[]): void {
    for (const command of commands) {
      if (this.difference !== undefined) return;
      const next = this.expectedCommands.next();
      const found = compareCommands(next.done === true ? [] : [next.value], [command]).firstDifference;
      if (found !== null) this.commandDiffers(found.path, found.expected, found.actual);
      this.commandCount += 1;
    }
  }

  alert(): void {}

  close(): void {
    if (this.difference !== undefined) return;
    const decision = this.expectedDecisions.next();
    if (decision.done !== true) {
      const found = compareDecisions([decision.value], []).firstDifference!;
      this.difference = { ...found, index: this.decisions };
      return;
    }
    const command = this.expectedCommands.next();
    if (command.done === true) return;
    const found = compareCommands([command.value], []).firstDifference!;
    this.commandDiffers(found.path, found.expected, found.actual);
  }

  private commandDiffers(path: string, expected: unknown, actual: unknown): void {
    const place = path.replace(/^commands\[0\]/, `commands[${this.commandCount}]`);
    this.difference = { index: Math.max(0, this.decisions - 1), timeUs: this.timeUs, path: place, expected, actual };
  }
}
