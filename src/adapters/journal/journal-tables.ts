// The tables of journal.sqlite, version 1: rows in the order they were journalled, numbered from 1 without holes.

export const JOURNAL_FILE = 'journal.sqlite';
export const JOURNAL_VERSION = 1;

/** Journals of versions that did not know them have none of these, and readers take them for empty. */
const LATER_TABLES = `
CREATE TABLE account_event (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE trading_state (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, halted TEXT, paused TEXT, loss_limit TEXT, drawdown TEXT,
  best_net_e4 INTEGER
) STRICT;
CREATE TABLE gate (
  id INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, gate TEXT NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE arming (
  id INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, account TEXT, by TEXT NOT NULL
) STRICT;`;

/** Bodies are exact JSON of the whole value; the other columns repeat what is searched and counted. */
export const CREATE_TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, idx INTEGER NOT NULL, strategy_id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  time_us INTEGER NOT NULL, trigger TEXT NOT NULL, outcome_kind TEXT NOT NULL, hold_code TEXT,
  inputs TEXT NOT NULL, gates TEXT NOT NULL, outcome TEXT NOT NULL, input_digest TEXT NOT NULL
) STRICT;
CREATE TABLE command (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, kind TEXT NOT NULL, client_order_id TEXT NOT NULL, body TEXT NOT NULL,
  time_us INTEGER
) STRICT;
CREATE TABLE order_update (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, kind TEXT NOT NULL,
  client_order_id TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE prediction (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, kind TEXT NOT NULL,
  strategy_id TEXT NOT NULL, request_seq INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE operator (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, command TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE alert (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time_us INTEGER NOT NULL, severity TEXT NOT NULL,
  code TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
${LATER_TABLES}
INSERT INTO meta VALUES ('schemaVersion', '${JOURNAL_VERSION}');
`;

export const INSERT = {
  decision: 'INSERT INTO decision VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  command: 'INSERT INTO command VALUES (NULL, ?, ?, ?, ?, ?)',
  orderUpdate: 'INSERT INTO order_update VALUES (NULL, ?, ?, ?, ?, ?)',
  prediction: 'INSERT INTO prediction VALUES (NULL, ?, ?, ?, ?, ?, ?)',
  operator: 'INSERT INTO operator VALUES (NULL, ?, ?, ?, ?)',
  alert: 'INSERT INTO alert VALUES (NULL, ?, ?, ?, ?, ?)',
  accountEvent: 'INSERT INTO account_event VALUES (NULL, ?, ?, ?, ?)',
  tradingState: 'INSERT INTO trading_state VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)',
  gate: 'INSERT INTO gate VALUES (NULL, ?, ?, ?, ?)',
  arming: 'INSERT INTO arming VALUES (NULL, ?, ?, ?)',
} as const;
