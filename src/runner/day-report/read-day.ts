// The folder of a run in; its events with the decisions and commands that came of each, as a record of its days, out.

import { noticeText } from '../../adapters/journal/log-notice.ts';
import { openRun } from '../../adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { type DayRecord, DayRecorder } from './day-record.ts';

export interface ReadDay {
  readonly record: DayRecord;
  /** What is wrong with the log; a sentence each. */
  readonly notices: readonly string[];
}

/** Throws the UserErrors of `openRun` and of the event log. */
export function readDay(folder: string): ReadDay {
  const run = openRun(folder);
  const log = run.eventLog();
  try {
    const recorder = new DayRecorder();
    const decisions = bySeq<DecisionRecord>(run.decisions());
    const commands = bySeq<OrderCommand>(run.commands());
    for (const _alert of run.alerts()) recorder.onAlert();
    for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) {
      for (let index = 0; index < group.length; index++) {
        const seq = group.seqAt(index);
        for (const decision of decisions.get(seq) ?? []) recorder.onDecision(decision);
        for (const command of commands.get(seq) ?? []) recorder.onCommand(command);
        recorder.onEvent(group, index);
      }
    }
    return { record: recorder.record, notices: log.notices.map(noticeText) };
  } finally {
    log.close();
    run.close();
  }
}

function bySeq<T extends { readonly seq: number }>(rows: Iterable<T>): ReadonlyMap<number, readonly T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const there = found.get(row.seq);
    if (there === undefined) found.set(row.seq, [row]);
    else there.push(row);
  }
  return found;
}
