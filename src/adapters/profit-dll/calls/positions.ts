// The position of an account in an asset, as the broker has it.

import { UserError } from '../../user-error.ts';
import { type RecordValues, VendorRecord } from '../abi/record.ts';
import type { AssetName } from '../feed/feed.ts';
import { nlValue } from '../nl-codes.ts';
import { VendorError } from '../vendor-error.ts';
import type { AccountPosition } from './answers.ts';
import { type AccountKey, ORDER_SIDE, POSITION_TYPE, type PositionTypeName } from './order-requests.ts';
import type { VendorCalls } from './vendor-calls.ts';
import { accountFields, assetFields, quantityOf } from './vendor-records.ts';
import type { VersionMemory } from './version-memory.ts';

export interface PositionRequest {
  readonly account: AccountKey;
  readonly asset: AssetName;
  readonly positionType: PositionTypeName;
}

/** Undefined when the vendor has none. */
export async function getPosition(
  calls: VendorCalls,
  versions: VersionMemory,
  request: PositionRequest,
): Promise<AccountPosition | undefined> {
  const { account, asset, positionType } = request;
  const { answer, record, version } = await versions.attempt(
    'TConnectorTradingAccountPosition',
    'GetPositionV2',
    async (byte) => {
      const made = new VendorRecord('TConnectorTradingAccountPosition', {
        version: byte,
        account: accountFields(account),
        asset: assetFields(asset),
        positionType: POSITION_TYPE[positionType],
      });
      return { answer: await calls.call('read', 'GetPositionV2', made), record: made, version: byte };
    },
  );
  if (answer === BigInt(nlValue('NL_NO_POSITION'))) return undefined;
  if (answer < 0n) throw new VendorError('GetPositionV2', answer);
  return positionOf(request, record.read(), version);
}

type Values = RecordValues<'TConnectorTradingAccountPosition'>;
type QuantityField = { [F in keyof Values]: Values[F] extends bigint ? F : never }[keyof Values];

function positionOf(request: PositionRequest, values: Values, version: number): AccountPosition {
  const quantity = (field: QuantityField): number => quantityOf(values[field], field);
  const average = (price: number): number | undefined => (price > 0 ? price : undefined);
  const openQuantity = Math.abs(quantity('openQuantity'));
  return {
    account: request.account,
    asset: request.asset,
    positionType: version >= 1 ? request.positionType : undefined,
    side: openQuantity === 0 ? 'flat' : sideOf(values.openSide, openQuantity),
    openQuantity,
    openAveragePrice: openQuantity === 0 ? undefined : average(values.openAveragePrice),
    dailyBuyQuantity: quantity('dailyBuyQuantity'),
    dailyAverageBuyPrice: average(values.dailyAverageBuyPrice),
    dailySellQuantity: quantity('dailySellQuantity'),
    dailyAverageSellPrice: average(values.dailyAverageSellPrice),
    dailyQuantity: quantity('dailyQuantity'),
    dailyQuantityAvailable: quantity('dailyQuantityAvailable'),
    dailyQuantityBlocked: quantity('dailyQuantityBlocked'),
    dailyQuantityPending: quantity('dailyQuantityPending'),
    dailyQuantityAllocated: quantity('dailyQuantityAllocated'),
    dailyQuantityProvisioned: quantity('dailyQuantityProvisioned'),
    dailyQuantityD1: quantity('dailyQuantityD1'),
    dailyQuantityD2: quantity('dailyQuantityD2'),
    dailyQuantityD3: quantity('dailyQuantityD3'),
    eventId: version >= 2 ? values.eventId : undefined,
    version,
  };
}

/** The side of something that is open. Flat ones read 200 there, which means nothing. */
function sideOf(side: number, quantity: number): 'long' | 'short' {
  if (side === ORDER_SIDE.buy) return 'long';
  if (side === ORDER_SIDE.sell) return 'short';
  throw new UserError({
    code: 'position-without-side',
    message: `GetPositionV2 gave a position of ${quantity} contracts with side ${side}, which is neither bought nor sold`,
    field: 'openSide',
    fix: 'Look at the position in the terminal of the broker; run qt doctor to check the layout of the record',
  });
}
