// The journal of a run that may still grow in; its commands, latches, decisions and conditions, each read once, out.

import type { ConditionRow } from '../view/alert-row.ts';
import {
  type CommandRow,
  commandRowOf,
  type DecisionMark,
  decisionMarkOf,
  type LatchRow,
  latchRowOf,
  type SqlRow,
} from './journal-rows.ts';
import type { RunJournalFile } from './run-journal-file.ts';

/** Rows of a table that one look takes at most; the next look takes the rest. */
const ROWS_A_LOOK = 20_000;
const MARK_COLUMNS =
  "id, seq, time_us, strategy_id, outcome_kind, hold_code, json_extract(inputs, '$.regime.kind') AS regime, json_extract(outcome, '$.entryPrice') AS entry_price";
const ALL_TABLES = ['decision', 'command', 'order_update', 'prediction', 'operator', 'alert'];

export class JournalTail {
  readonly commands: CommandRow[] = [];
  readonly latches: LatchRow[] = [];
  readonly decisions: DecisionMark[] = [];
  readonly conditions: ConditionRow[] = [];
  /** Highest seq of any row; -1 where there is none. Of journals that are written in bulk nothing behind it is whole. */
  lastSeq = -1;
  isClosed = false;
  /** Of the newest alert; 0 before the first. */
  alertId = 0;
  /** False for journals of versions that kept no latches. */
  hasLatches = false;
  private readonly file: RunJournalFile;
  private conditionId = 0;

  constructor(file: RunJournalFile) {
    this.file = file;
  }

  /** True where a look found as many rows as it takes: there may be more. */
  look(): boolean {
    const { commands, latches, decisions } = this;
    const last = (rows: readonly { readonly id: number }[]): number => rows.at(-1)?.id ?? 0;
    return this.file.read((journal) => {
      const found = journal.after('command', last(commands), ROWS_A_LOOK).map(commandRowOf);
      const held = journal.after('trading_state', last(latches), ROWS_A_LOOK).map(latchRowOf);
      const marks = journal.after('decision', last(decisions), ROWS_A_LOOK, MARK_COLUMNS).map(decisionMarkOf);
      const gates = journal.after('gate', this.conditionId, ROWS_A_LOOK);
      const seqs = ALL_TABLES.map((table) =>
        Number(journal.rows(`SELECT max(seq) AS seq FROM ${table}`)[0]?.seq ?? -1),
      );
      // only once all of it could be read, so that a row that cannot is met again
      commands.push(...found);
      latches.push(...held);
      decisions.push(...marks);
      this.takeConditions(gates);
      this.hasLatches = journal.has('trading_state');
      this.lastSeq = Math.max(...seqs);
      this.alertId = Number(journal.rows('SELECT max(id) AS id FROM alert')[0]?.id ?? 0);
      this.isClosed = journal.rows("SELECT value FROM meta WHERE key = 'closed'")[0]?.value === '1';
      return [found, held, marks, gates].some(({ length }) => length === ROWS_A_LOOK);
    });
  }

  private takeConditions(rows: readonly SqlRow[]): void {
    for (const row of rows) {
      this.conditionId = row.id as number;
      const state = row.state as ConditionRow['state'];
      this.conditions.push({ id: row.gate as string, state, text: row.text as string, atUs: row.time_us as number });
    }
  }
}
