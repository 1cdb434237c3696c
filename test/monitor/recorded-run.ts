// A recorded run in; the same run written again into a folder of its own, event by event, as a live session writes it, out.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RUNS_FOLDER, writeRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../src/adapters/journal/run-info.ts';
import { RunJournal } from '../../src/adapters/journal/run-journal.ts';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';

export class WrittenAgain {
  readonly folder: string;
  readonly journal: RunJournal;
  readonly events = new EventBatch(1 << 17);
  private readonly decisions: readonly DecisionRecord[];
  private readonly commands: readonly OrderCommand[];
  private readonly info: RunInfo;
  private next = 0;
  private nextDecision = 0;
  private nextCommand = 0;

  /** @param home of the copy, which has the name of the original */
  constructor(original: string, home: string) {
    const run = openRun(original);
    this.info = run.info;
    this.decisions = [...run.decisions()];
    this.commands = [...run.commands()];
    const log = run.eventLog();
    for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) {
      for (let index = 0; index < group.length; index++) this.events.pushFrom(group, index);
    }
    log.close();
    run.close();
    this.folder = join(home, RUNS_FOLDER, basename(original));
    mkdirSync(this.folder, { recursive: true });
    writeRunInfo(this.folder, { ...this.info, pid: process.pid, finishedAtUtc: null, digest: null });
    this.journal = new RunJournal(this.folder, { mode: 'durable', events: { mode: 'paper' } });
  }

  get length(): number {
    return this.events.length;
  }

  /** Up to and without this event, or a little further, where the next one was received later; not flushed. Gives the last one's time. */
  writeTo(index: number): number {
    const { events, journal } = this;
    const isDue = (at: number): boolean =>
      at < Math.min(index, events.length) ||
      (at < events.length && events.receivedTimeUsAt(at) === events.receivedTimeUsAt(at - 1));
    for (; isDue(this.next); this.next++) {
      journal.event(events, this.next);
      const seq = events.seqAt(this.next);
      while (this.decisions[this.nextDecision]?.seq === seq) journal.decision(this.decisions[this.nextDecision++]!);
      const due: OrderCommand[] = [];
      while (this.commands[this.nextCommand]?.seq === seq) due.push(this.commands[this.nextCommand++]!);
      journal.commands(due);
    }
    return events.receivedTimeUsAt(this.next - 1);
  }

  /** Ends the run in order. */
  end(): void {
    this.journal.close();
    writeRunInfo(this.folder, { ...this.info, pid: process.pid });
  }
}
