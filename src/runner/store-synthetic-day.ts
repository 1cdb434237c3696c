// A day of the synthetic market and how it was made in; its parts in the store, marked synthetic, out.

import { createHash } from 'node:crypto';
import type { CommittedPart } from '../adapters/datasets/staged-part.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import type { Root } from '../core/market/instrument.ts';
import { storeEvents } from './store-events.ts';
import type { SyntheticSession } from './synthetic-days.ts';

/** Days that no real data can have, so that synthetic parts never stand in their place. */
export const SYNTHETIC_FROM = '2027-03-01';

/** What the day was made with. */
export interface SyntheticMaking {
  readonly root: Root;
  readonly seed: number;
  readonly edge: number;
}

/** The same day again changes nothing. UserError `part-exists` where other rows stand there. */
export function storeSyntheticDay(
  store: DatasetStore,
  { day, contract, market }: SyntheticSession,
  { root, seed, edge }: SyntheticMaking,
): Promise<readonly CommittedPart[]> {
  const parameters = { seed, edge };
  const name = `synthetic-${root}-${day}-${JSON.stringify(parameters)}`;
  const sha256 = createHash('sha256').update(name).digest('hex');
  const source = { file: `synthetic-seed-${seed}-edge-${edge}`, sha256, format: 'synthetic' };
  return storeEvents(store, market, {
    ...{ instrument: contract, day, source, parameters },
    ...{ provenance: 'synthetic', sideSource: 'feed' },
  });
}
