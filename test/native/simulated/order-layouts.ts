// Builds and reads the order side's records of ProfitDLL byte by byte, from the offsets of the reference, without the product's binding.
import koffi from 'koffi';

/** Texts that must stay alive while the library may read them. */
const kept: Buffer[] = [];

export function text16(text: string): bigint {
  const buffer = Buffer.from(`${text}\0`, 'utf16le');
  kept.push(buffer);
  return koffi.address(buffer);
}

export interface AccountName {
  readonly brokerId: number;
  readonly accountId: string;
  readonly subAccountId?: string;
}

export const SIMULATOR: AccountName = { brokerId: 32003, accountId: '10001-7' };
export const MASTER: AccountName = {
  brokerId: 1003,
  accountId: '0000000000000000000000000000000000000000000000000900155',
};

export function writeAccount(target: Buffer, offset: number, account: AccountName): void {
  target.writeInt32LE(account.brokerId, offset + 4);
  target.writeBigUInt64LE(text16(account.accountId), offset + 8);
  if (account.subAccountId !== undefined) target.writeBigUInt64LE(text16(account.subAccountId), offset + 16);
}

function writeAsset(target: Buffer, offset: number, ticker: string, exchange = 'F'): void {
  target.writeBigUInt64LE(text16(ticker), offset + 8);
  target.writeBigUInt64LE(text16(exchange), offset + 16);
}

export interface OrderRequest {
  readonly version?: number;
  readonly account?: AccountName;
  readonly ticker?: string;
  readonly exchange?: string;
  readonly password?: string;
  readonly type: number;
  readonly side: number;
  readonly price?: number;
  readonly stopPrice?: number;
  readonly quantity: number;
}

export function sendOrderRecord(order: OrderRequest): Buffer {
  const record = Buffer.alloc(120);
  record.writeUInt8(order.version ?? 2, 0);
  writeAccount(record, 8, order.account ?? SIMULATOR);
  writeAsset(record, 40, order.ticker ?? 'WDOV26', order.exchange ?? 'F');
  if (order.password !== undefined) record.writeBigUInt64LE(text16(order.password), 72);
  record.writeUInt8(order.type, 80);
  record.writeUInt8(order.side, 81);
  record.writeDoubleLE(order.price ?? -1, 88);
  record.writeDoubleLE(order.stopPrice ?? -1, 96);
  record.writeBigInt64LE(BigInt(order.quantity), 104);
  record.writeBigInt64LE(-1n, 112);
  return record;
}

export interface OrderKey {
  readonly localId?: bigint;
  readonly clOrdId?: string;
}

function writeKey(target: Buffer, offset: number, key: OrderKey): void {
  target.writeBigInt64LE(key.localId ?? 0n, offset + 8);
  if (key.clOrdId !== undefined) target.writeBigUInt64LE(text16(key.clOrdId), offset + 16);
}

export function cancelRecord(key: OrderKey, account = SIMULATOR, version = 1, password?: string): Buffer {
  const record = Buffer.alloc(80);
  record.writeUInt8(version, 0);
  writeAccount(record, 8, account);
  writeKey(record, 40, key);
  if (password !== undefined) record.writeBigUInt64LE(text16(password), 64);
  return record;
}

export interface Change {
  readonly price: number;
  readonly stopPrice?: number;
  readonly quantity: number;
}

export function changeRecord(key: OrderKey, change: Change, version = 1): Buffer {
  const record = Buffer.alloc(104);
  record.writeUInt8(version, 0);
  writeAccount(record, 8, SIMULATOR);
  writeKey(record, 40, key);
  record.writeDoubleLE(change.price, 72);
  record.writeDoubleLE(change.stopPrice ?? -1, 80);
  record.writeBigInt64LE(BigInt(change.quantity), 88);
  return record;
}

export function cancelOrdersRecord(ticker: string): Buffer {
  const record = Buffer.alloc(80);
  writeAccount(record, 8, SIMULATOR);
  writeAsset(record, 40, ticker);
  return record;
}

export function cancelAllRecord(account = SIMULATOR): Buffer {
  const record = Buffer.alloc(48);
  writeAccount(record, 8, account);
  return record;
}

export function zeroRecord(ticker: string, version = 2, positionType = 2): Buffer {
  const record = Buffer.alloc(104);
  record.writeUInt8(version, 0);
  writeAccount(record, 8, SIMULATOR);
  writeAsset(record, 40, ticker);
  record.writeDoubleLE(-1, 80);
  record.writeUInt8(positionType, 88);
  return record;
}

export function positionRecord(ticker: string, version = 2, positionType = 2, account = SIMULATOR): Buffer {
  const record = Buffer.alloc(216, 0xee);
  record.fill(0, 0, 72);
  record.writeUInt8(version, 0);
  writeAccount(record, 8, account);
  writeAsset(record, 40, ticker);
  record.writeUInt8(positionType, 200);
  return record;
}

export function readPosition(record: Buffer) {
  return {
    quantity: Number(record.readBigInt64LE(72)),
    average: record.readDoubleLE(80),
    side: record.readUInt8(88),
    sold: Number(record.readBigInt64LE(104)),
    bought: Number(record.readBigInt64LE(120)),
  };
}

export function accountRecord(account: AccountName): Buffer {
  const record = Buffer.alloc(32);
  writeAccount(record, 0, account);
  return record;
}

/** A vendor SystemTime of a local date. */
export function systemTime(date: Date): Buffer {
  const record = Buffer.alloc(16);
  const parts = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  ];
  for (const [index, part] of parts.entries()) record.writeUInt16LE(part, index * 2);
  return record;
}
