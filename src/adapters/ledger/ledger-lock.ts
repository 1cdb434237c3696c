// A home and work in; the work done while no other thread or process writes the ledger of that home.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unwritableLedger } from './ledger-error.ts';
import { ledgerFolder } from './ledger-files.ts';

const LOCK_FILE = 'lock.sqlite';
/** An entry takes a millisecond and a wait for the disk. */
const WAIT_MS = 60_000;

/**
 * The lock is a transaction of an empty SQLite database: the system itself holds it for a connection, so it is free again the moment
 * its owner dies, in whatever way, and threads of one process exclude each other too. Throws UserError `ledger-unwritable`.
 */
export function whileLedgerIsLocked<T>(home: string, work: () => T): T {
  const lock = locked(home);
  try {
    return work();
  } finally {
    // closing ends the transaction
    lock.close();
  }
}

function locked(home: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(ledgerFolder(home), { recursive: true });
    lock = new DatabaseSync(join(ledgerFolder(home), LOCK_FILE), { timeout: WAIT_MS });
    lock.exec('BEGIN IMMEDIATE');
    return lock;
  } catch (error) {
    lock?.close();
    throw unwritableLedger(home, error);
  }
}
