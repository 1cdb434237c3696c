// Orders as they are sent and what the vendor calls them in; the same after a restart out, durable before anything is sent.

import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { BracketPlan, Fill, OrderRequest, OrderUpdate } from '../../../core/account/order.ts';
import { UserError } from '../../user-error.ts';
import type { AssetName } from '../feed/feed.ts';
import type { OrderTerms } from './order-terms.ts';

/** What the vendor calls an order. Local ids mean something in one run of the vendor process only; the ClOrdID for good. */
export interface VendorIds {
  readonly run: string | undefined;
  readonly localOrderId: bigint | undefined;
  readonly messageId: bigint | undefined;
  readonly clOrderId: string | undefined;
}

/** Who sent an order of ours, and why where no trader asked for it. */
export type OrderOrigin = { readonly by: 'trader' } | { readonly by: 'guardian'; readonly reason: string };

export interface NewStoredOrder {
  readonly request: OrderRequest;
  /** Of an entry: how its fills are to be protected. */
  readonly plan: BracketPlan | undefined;
  readonly origin: OrderOrigin;
  readonly asset: AssetName;
  /** When it was about to be sent, microseconds UTC. */
  readonly sentUs: number;
}

export interface StoredOrder extends NewStoredOrder, VendorIds {
  /** Whether the call that sent it was answered: without, nobody knows whether the vendor has it. */
  readonly isAnswered: boolean;
  /** Terms in force and terms asked for, where a change was asked for. */
  readonly changed: { readonly now: OrderTerms; readonly wanted: OrderTerms | undefined } | undefined;
  /** What was told last, and all fills that were told. */
  readonly update: OrderUpdate | undefined;
  readonly fills: readonly Fill[];
  readonly tickContracts: number;
}

/**
 * Client order ids are unique within a scope: an account and the day, or whatever its owner counts by. Every method is durable when it
 * returns and throws UserError `order-store` when it cannot be.
 */
export interface OrderIdStore {
  /** False where the scope has the id already: it must not be sent again. */
  reserve(scope: string, order: NewStoredOrder): boolean;
  bind(scope: string, clientOrderId: string, ids: VendorIds): void;
  /** What is about to be told: the update if there is one, and the fills, which are kept beside those before. */
  tell(
    scope: string,
    clientOrderId: string,
    update: OrderUpdate | undefined,
    fills: readonly Fill[],
    tickContracts: number,
  ): void;
  /** Before a change is sent, and when it is in force or refused. */
  change(scope: string, clientOrderId: string, changed: NonNullable<StoredOrder['changed']>): void;
  /** In the order in which they were reserved. */
  load(scope: string): readonly StoredOrder[];
  /** Forgets orders sent before a time; gives how many. */
  forgetBefore(timeUs: number): number;
  close(): void;
}

const CREATE = `
  CREATE TABLE IF NOT EXISTS orders (
    scope TEXT NOT NULL, client_order_id TEXT NOT NULL, request TEXT NOT NULL, ticker TEXT NOT NULL, exchange TEXT NOT NULL,
    sent_us INTEGER NOT NULL, run TEXT, local_order_id TEXT, message_id TEXT, cl_order_id TEXT, answered INTEGER NOT NULL DEFAULT 0,
    told TEXT, tick_contracts INTEGER NOT NULL DEFAULT 0, plan TEXT, guardian TEXT, changed TEXT,
    PRIMARY KEY (scope, client_order_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS fills (
    scope TEXT NOT NULL, client_order_id TEXT NOT NULL, fill_id TEXT NOT NULL, fill TEXT NOT NULL,
    PRIMARY KEY (scope, client_order_id, fill_id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS orders_by_time ON orders (sent_us);
`;
/** Columns that a file of an earlier version lacks. */
const ADDED = ['plan', 'guardian', 'changed'] as const;
const INSERT = `INSERT OR IGNORE INTO orders (scope, client_order_id, request, ticker, exchange, sent_us, plan, guardian)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const CHANGE = `UPDATE orders SET changed = ? WHERE scope = ? AND client_order_id = ?`;
const BIND = `UPDATE orders SET run = ?, local_order_id = ?, message_id = ?, cl_order_id = ?, answered = 1
  WHERE scope = ? AND client_order_id = ?`;
const TELL = `UPDATE orders SET told = coalesce(?, told), tick_contracts = ? WHERE scope = ? AND client_order_id = ?`;
const FILL = `INSERT OR IGNORE INTO fills VALUES (?, ?, ?, ?)`;
const FORGET_FILLS = `DELETE FROM fills WHERE EXISTS (SELECT 1 FROM orders WHERE orders.scope = fills.scope
  AND orders.client_order_id = fills.client_order_id AND sent_us < ?)`;

/** Time that SQLite waits for another process that holds a lock. */
const BUSY_TIMEOUT_MS = 2000;

type Row = Readonly<Record<string, SQLOutputValue>>;

export class SqliteOrderIdStore implements OrderIdStore {
  private readonly path: string;
  private readonly database: DatabaseSync;
  private readonly insert: StatementSync;
  private readonly bindIds: StatementSync;
  private readonly tellUpdate: StatementSync;
  private readonly addFill: StatementSync;
  private readonly keepChange: StatementSync;

  /** The file is made where there is none. */
  constructor(path: string) {
    this.path = path;
    this.database = this.attempt(() => new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS }));
    this.attempt(() => {
      this.database.exec('PRAGMA journal_mode = WAL');
      this.database.exec('PRAGMA synchronous = FULL');
      this.database.exec(CREATE);
      this.addColumns();
    });
    this.insert = this.database.prepare(INSERT);
    this.bindIds = this.database.prepare(BIND);
    this.tellUpdate = this.database.prepare(TELL);
    this.addFill = this.database.prepare(FILL);
    this.keepChange = this.database.prepare(CHANGE);
  }

  reserve(scope: string, { request, plan, origin, asset, sentUs }: NewStoredOrder): boolean {
    const { clientOrderId } = request;
    const { ticker, exchange } = asset;
    const kept = plan === undefined ? null : JSON.stringify(plan);
    const guardian = origin.by === 'guardian' ? origin.reason : null;
    const values = [scope, clientOrderId, JSON.stringify(request), ticker, exchange, sentUs, kept, guardian];
    return this.attempt(() => Number(this.insert.run(...values).changes)) === 1;
  }

  bind(scope: string, clientOrderId: string, { run, localOrderId, messageId, clOrderId }: VendorIds): void {
    const ids = [run ?? null, text(localOrderId), text(messageId), clOrderId ?? null];
    this.attempt(() => this.bindIds.run(...ids, scope, clientOrderId));
  }

  tell(
    scope: string,
    clientOrderId: string,
    update: OrderUpdate | undefined,
    fills: readonly Fill[],
    tickContracts: number,
  ): void {
    const told = update === undefined ? null : JSON.stringify(update);
    this.inTransaction(() => {
      for (const fill of fills) this.addFill.run(scope, clientOrderId, fill.fillId, JSON.stringify(fill));
      this.tellUpdate.run(told, tickContracts, scope, clientOrderId);
    });
  }

  change(scope: string, clientOrderId: string, changed: NonNullable<StoredOrder['changed']>): void {
    this.attempt(() => this.keepChange.run(JSON.stringify(changed), scope, clientOrderId));
  }

  load(scope: string): readonly StoredOrder[] {
    return this.attempt(() => {
      const fills = new Map<string, Fill[]>();
      const rows = this.database.prepare('SELECT * FROM fills WHERE scope = ? ORDER BY rowid').all(scope) as Row[];
      for (const { client_order_id, fill } of rows) {
        const id = String(client_order_id);
        fills.set(id, [...(fills.get(id) ?? []), JSON.parse(String(fill)) as Fill]);
      }
      const orders = this.database.prepare('SELECT * FROM orders WHERE scope = ? ORDER BY rowid').all(scope) as Row[];
      return orders.map((row) => storedOrder(row, fills.get(String(row.client_order_id)) ?? []));
    });
  }

  forgetBefore(timeUs: number): number {
    return this.inTransaction(() => {
      this.database.prepare(FORGET_FILLS).run(timeUs);
      return Number(this.database.prepare('DELETE FROM orders WHERE sent_us < ?').run(timeUs).changes);
    });
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  private addColumns(): void {
    const has = new Set((this.database.prepare('PRAGMA table_info(orders)').all() as Row[]).map(({ name }) => name));
    for (const name of ADDED) if (!has.has(name)) this.database.exec(`ALTER TABLE orders ADD COLUMN ${name} TEXT`);
  }

  private inTransaction<T>(act: () => T): T {
    return this.attempt(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = act();
        this.database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  private attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new UserError({
        code: 'order-store',
        message: `Cannot use the store of order ids ${this.path}: ${error instanceof Error ? error.message : String(error)}`,
        file: this.path,
        fix: 'Free space on the disk, or allow writing to the folder; no entry is sent before that.',
        cause: error,
      });
    }
  }
}

function text(id: bigint | undefined): string | null {
  return id === undefined ? null : id.toString();
}

function storedOrder(row: Row, fills: readonly Fill[]): StoredOrder {
  const id = (value: SQLOutputValue | undefined): bigint | undefined =>
    value === null || value === undefined ? undefined : BigInt(String(value));
  const word = (value: SQLOutputValue | undefined): string | undefined =>
    value === null || value === undefined ? undefined : String(value);
  const told = word(row.told);
  const [plan, guardian, changed] = [word(row.plan), word(row.guardian), word(row.changed)];
  return {
    request: restored(JSON.parse(String(row.request)) as OrderRequest),
    plan: plan === undefined ? undefined : (JSON.parse(plan) as BracketPlan),
    origin: guardian === undefined ? { by: 'trader' } : { by: 'guardian', reason: guardian },
    changed: changed === undefined ? undefined : restoredChange(JSON.parse(changed) as StoredOrder['changed'] & object),
    asset: { ticker: String(row.ticker), exchange: String(row.exchange) },
    sentUs: Number(row.sent_us),
    run: word(row.run),
    localOrderId: id(row.local_order_id),
    messageId: id(row.message_id),
    clOrderId: word(row.cl_order_id),
    isAnswered: row.answered === 1,
    update: told === undefined ? undefined : restoredUpdate(JSON.parse(told) as OrderUpdate),
    fills,
    tickContracts: Number(row.tick_contracts),
  };
}

/** JSON leaves out what is undefined; the types want it to be there. */
function restored(request: OrderRequest): OrderRequest {
  const { price, stopPrice, bracketId } = request;
  return { ...request, price, stopPrice, bracketId };
}

function restoredChange({ now, wanted }: NonNullable<StoredOrder['changed']>): StoredOrder['changed'] {
  return { now: restoredTerms(now), wanted: wanted === undefined ? undefined : restoredTerms(wanted) };
}

function restoredTerms({ quantity, price, stopPrice }: OrderTerms): OrderTerms {
  return { quantity, price, stopPrice };
}

function restoredUpdate(update: OrderUpdate): OrderUpdate {
  return { ...update, reason: update.reason };
}
