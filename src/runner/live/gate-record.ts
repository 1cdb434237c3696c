// The conditions of trading of a session, each time they are looked at, in; all of them once, then each that has changed, safe in the journal, out.

import type { LiveJournal } from './live-journal.ts';
import type { LiveGate } from './live-options.ts';

export class GateRecord {
  private readonly journal: Pick<LiveJournal, 'gates'>;
  private readonly nowUs: () => number;
  private readonly last = new Map<string, string>();

  constructor(journal: Pick<LiveJournal, 'gates'>, nowUs: () => number) {
    this.journal = journal;
    this.nowUs = nowUs;
  }

  take(gates: readonly LiveGate[]): void {
    const timeUs = this.nowUs();
    const changed = gates.filter((gate) => this.last.get(gate.id) !== wordsOf(gate));
    if (changed.length === 0) return;
    for (const gate of changed) this.last.set(gate.id, wordsOf(gate));
    this.journal.gates(changed.map(({ id, state, text }) => ({ timeUs, id, state, text })));
  }
}

/** Ages and sizes are another number each second: that alone is no change. */
function wordsOf({ state, text }: LiveGate): string {
  return `${state} ${text.replaceAll(/\d+/g, '0')}`;
}
