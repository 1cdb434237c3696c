// Rows of the journal's alerts and operator commands in; the same as the page lists them out.

import type { OperatorCommand } from '../../core/account/account-event.ts';
import type { AlertRow, OperatorRow } from '../view/alert-row.ts';
import type { SqlRow } from './journal-rows.ts';

export function alertRowOf(row: SqlRow): AlertRow {
  return {
    ...{ id: row.id as number, seq: row.seq as number, timeUs: row.time_us as number },
    ...{ severity: row.severity as AlertRow['severity'], code: row.code as string, text: row.text as string },
  };
}

export function operatorRowOf(row: SqlRow): OperatorRow {
  const { command, by, reason } = JSON.parse(row.body as string) as OperatorCommand;
  return { id: row.id as number, seq: row.seq as number, timeUs: row.time_us as number, command, by, reason };
}
