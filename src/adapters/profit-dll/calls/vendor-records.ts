// Keys of accounts, assets, orders and times as the vendor's records, and back.

import { UserError } from '../../user-error.ts';
import type { RecordInput, RecordValues } from '../abi/record.ts';
import { VendorRecord } from '../abi/record.ts';
import type { AssetName } from '../feed/feed.ts';
import type { VendorTime } from './answers.ts';
import type { AccountKey, OrderKey } from './order-requests.ts';

export function accountFields({
  brokerId,
  accountId,
  subAccountId,
}: AccountKey): RecordInput<'TConnectorAccountIdentifier'> {
  return { version: 0, brokerId, accountId, subAccountId: subAccountId ?? '', reserved: 0n };
}

export function assetFields({ ticker, exchange }: AssetName): RecordInput<'TConnectorAssetIdentifier'> {
  return { version: 0, ticker, exchange, feedType: 0 };
}

/** @throws UserError when neither id is there. */
export function orderFields({ localOrderId, clOrderId }: OrderKey): RecordInput<'TConnectorOrderIdentifier'> {
  if ((localOrderId ?? 0n) === 0n && (clOrderId ?? '') === '') {
    throw new UserError({
      code: 'order-without-id',
      message: 'An order was named by neither its local id nor its ClOrdID',
      fix: 'Wait for one of them: an order that was just sent has its local id',
    });
  }
  return { version: 0, localOrderId: localOrderId ?? 0n, clOrderId: clOrderId ?? '' };
}

export function accountRecord(account: AccountKey): VendorRecord<'TConnectorAccountIdentifier'> {
  return new VendorRecord('TConnectorAccountIdentifier', accountFields(account));
}

export function assetRecord(asset: AssetName): VendorRecord<'TConnectorAssetIdentifier'> {
  return new VendorRecord('TConnectorAssetIdentifier', assetFields(asset));
}

export function timeRecord(time: VendorTime): VendorRecord<'SystemTime'> {
  return new VendorRecord('SystemTime', time);
}

export function accountKeyOf(
  fields: Pick<RecordValues<'TConnectorAccountIdentifier'>, 'brokerId' | 'accountId' | 'subAccountId'>,
): AccountKey {
  const { brokerId, accountId, subAccountId } = fields;
  return { brokerId, accountId, ...(subAccountId === '' ? {} : { subAccountId }) };
}

/** Undefined for a time of zeros, as the vendor has it where there is none. */
export function vendorTimeOf(fields: RecordValues<'SystemTime'>): VendorTime | undefined {
  const { year, month, day, hour, minute, second, milliseconds } = fields;
  return year === 0 || month === 0 || day === 0 ? undefined : { year, month, day, hour, minute, second, milliseconds };
}

/** `DD/MM/YYYY HH:mm:SS`: the date alone answers nothing. */
export function timeText({ year, month, day, hour, minute, second }: VendorTime): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(day)}/${two(month)}/${String(year).padStart(4, '0')} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** A 64-bit quantity as a number. @throws UserError when it is none that a number keeps. */
export function quantityOf(value: bigint, field: string): number {
  const quantity = Number(value);
  if (!Number.isSafeInteger(quantity)) {
    throw new UserError({
      code: 'bad-quantity',
      message: `ProfitDLL gave ${value} as ${field}, which is no quantity`,
      field,
      fix: 'Run qt doctor: the layout of this record may have changed with the build',
    });
  }
  return quantity;
}
