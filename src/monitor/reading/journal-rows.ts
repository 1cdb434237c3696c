// Rows of journal.sqlite as the monitor reads them in; the plain values that its folds and lists need of them out.

import { restoreCommand } from '../../adapters/journal/restore-fields.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';

export type SqlRow = Readonly<Record<string, number | string | null>>;

/** What holds new risk back, from the event with this seq on. */
export interface LatchRow {
  readonly id: number;
  readonly seq: number;
  readonly timeUs: number;
  readonly halted: string | null;
  readonly paused: string | null;
  readonly lossLimit: string | null;
  readonly drawdown: string | null;
}

export interface CommandRow {
  readonly id: number;
  readonly command: OrderCommand;
  readonly timeUs: number | undefined;
}

/** What lists and bands need of a decision without reading it whole. */
export interface DecisionMark {
  readonly id: number;
  readonly seq: number;
  readonly timeUs: number;
  readonly strategy: string;
  readonly outcome: 'hold' | 'flat' | 'enter';
  readonly holdCode: string | null;
  readonly regime: 'trend_up' | 'trend_down' | 'range' | 'undefined' | null;
  /** Of an entry, points. */
  readonly entryPrice: number | null;
}

export function latchRowOf(row: SqlRow): LatchRow {
  const word = (column: string): string | null => (row[column] as string | null | undefined) ?? null;
  return {
    ...{ id: row.id as number, seq: row.seq as number, timeUs: row.time_us as number },
    ...{ halted: word('halted'), paused: word('paused'), lossLimit: word('loss_limit'), drawdown: word('drawdown') },
  };
}

export function commandRowOf(row: SqlRow): CommandRow {
  const command = restoreCommand(JSON.parse(row.body as string) as OrderCommand);
  return { id: row.id as number, command, timeUs: (row.time_us as number | null | undefined) ?? undefined };
}

export function decisionMarkOf(row: SqlRow): DecisionMark {
  return {
    id: row.id as number,
    seq: row.seq as number,
    timeUs: row.time_us as number,
    strategy: row.strategy_id as string,
    outcome: row.outcome_kind as DecisionMark['outcome'],
    holdCode: row.hold_code as string | null,
    regime: row.regime as DecisionMark['regime'],
    entryPrice: row.entry_price as number | null,
  };
}
