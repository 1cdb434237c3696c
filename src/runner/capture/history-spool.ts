// The trades of one day as the vendor's history told them: written by the host, read by whoever makes a part of the datasets of them.

import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { UserError } from '../../adapters/user-error.ts';
import type { TradeColumns } from '../host/vendor/trade-columns.ts';
import { captureRoot } from './capture-folder.ts';

const COLUMNS = ['number', 'localMs', 'price', 'quantity', 'buyAgent', 'sellAgent', 'tradeType'] as const;
type SpoolColumn = (typeof COLUMNS)[number];

/** Ascending by number; times are milliseconds of the wall clock of the exchange, prices points. */
export type HistoryTrades = Readonly<Record<SpoolColumn, ArrayLike<number>>>;

export interface SpooledHistory {
  readonly trades: HistoryTrades;
  /** Of the file. */
  readonly sha256: string;
}

/** Gives the path of the file; whoever reads it removes it. */
export async function spoolHistory(home: string, trades: TradeColumns): Promise<string> {
  const path = join(captureRoot(home), '.history', `${randomUUID()}.bin`);
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, trades[name].slice(0, trades.length)]));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, serialize({ version: 1, columns }));
  return path;
}

/** The file is gone afterwards. UserError `history-spool-unreadable`. */
export function takeSpooled(path: string): SpooledHistory {
  try {
    const bytes = readFileSync(path);
    rmSync(path);
    const { columns } = deserialize(bytes) as { readonly columns: HistoryTrades };
    return { trades: columns, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new UserError({
      code: 'history-spool-unreadable',
      message: `The trades that the host has brought cannot be read from ${path}: ${(cause as Error).message}`,
      file: path,
      fix: 'Run the command again; both must use the same home folder',
      cause,
    });
  }
}
