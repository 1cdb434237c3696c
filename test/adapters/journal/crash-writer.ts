// Takes a run folder; journals trades, decisions, fills and commands without end and prints the seq of each acknowledged command.

import { writeSync } from 'node:fs';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import { journalEvent, sampleCommand, sampleDecision, sampleFill, tradesBatch } from './plain-samples.ts';

const folder = process.argv[2]!;
const journal = new RunJournal(folder, { mode: 'durable', events: { run: 'crash' } });
const trades = tradesBatch(50);
for (let round = 0; ; round++) {
  const firstSeq = round * 52 + 1;
  for (let index = 0; index < trades.length; index++) {
    trades.stamp(index, firstSeq + index, round);
    journal.event(trades, index);
  }
  journalEvent(journal, sampleFill(round), firstSeq + 50);
  journal.decision(sampleDecision(round, { seq: firstSeq + 50 }));
  journal.commands([{ ...sampleCommand(round), seq: firstSeq + 50 }]);
  writeSync(1, `${round}\n`);
  // rows that no command has made durable yet
  journal.decision(sampleDecision(round, { seq: firstSeq + 50, strategyId: 'not-acknowledged' }));
}
