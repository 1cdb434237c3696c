// A dated future -> the continuous name that the vendor may know its history by; undefined for everything else.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import { parseContract } from '../../../core/market/contract.ts';

const FUTURES = 'F';

export function continuousNameOf(asset: AssetName): AssetName | undefined {
  const contract = asset.exchange === FUTURES ? parseContract(asset.ticker) : undefined;
  return contract === undefined ? undefined : { ticker: `${contract.root}FUT`, exchange: asset.exchange };
}
