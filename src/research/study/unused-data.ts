// A store and a root, or none, in; the recorded data in it that no study can be made of, each with why, out.

import { byFineness } from '../../adapters/datasets/contract-days.ts';
import type { Adjustment, PartManifest } from '../../adapters/datasets/manifest.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { Root } from '../../core/market/instrument.ts';
import { parseSymbol } from '../../core/market/symbol.ts';

export interface UnusedData {
  /** A continuous series whose prices were changed, or that tells no contract. */
  readonly isSeries: boolean;
  /** What it is, how much of it, why it cannot be used and what to do: one sentence without its full stop. */
  readonly says: string;
}

/** Exchange data only; of all that the store has where no root is named. Reads manifests, no data. */
export function unusedData(store: DatasetStore, root?: Root): readonly UnusedData[] {
  const names = store.instruments().filter((name) => root === undefined || parseSymbol(name)?.root === root);
  return names.flatMap((name) => {
    const kinds = store.kinds(name).map((kind) => ({ kind, manifests: recorded(store, name, kind) }));
    return kinds.flatMap(({ kind, manifests }) => {
      if (manifests.length === 0) return [];
      const others = kinds.filter((each) => each.manifests.length > 0).map((each) => each.kind);
      const why = reason(name, kind, manifests, others);
      if (why === undefined) return [];
      const days = `${manifests.length} ${manifests.length === 1 ? 'day' : 'days'}`;
      const says = `${name} ${kind}, ${days} from ${manifests[0]!.day} to ${manifests.at(-1)!.day}: ${why}`;
      return [{ isSeries: isSeries(name), says }];
    });
  });
}

function recorded(store: DatasetStore, name: string, kind: PartKind): readonly PartManifest[] {
  return store
    .parts(name, kind)
    .map((part) => store.manifest(part))
    .filter(({ provenance }) => provenance === 'exchange');
}

const isSeries = (name: string): boolean => {
  const symbol = parseSymbol(name);
  return symbol !== undefined && symbol.kind !== 'dated';
};

const ADJUSTED: Readonly<Record<Adjustment, string>> = {
  none: 'a series of several contracts that does not tell which',
  ratio: 'adjusted by ratio at each roll, so that its prices were never traded',
  difference: 'adjusted by difference at each roll, so that its prices were never traded',
  unknown: 'its prices are off the tick grid and were never traded',
};

function reason(
  name: string,
  kind: PartKind,
  manifests: readonly PartManifest[],
  kinds: readonly PartKind[],
): string | undefined {
  if (parseSymbol(name) === undefined) return 'no future of WDO, DOL, WIN or IND';
  if (isSeries(name)) {
    const { adjusted } = manifests[0]!;
    const isRestorable = adjusted === 'ratio' || adjusted === 'unknown';
    const restore = isRestorable
      ? `npx qt series restore ${name} stores its contracts at the prices of the trades, or `
      : '';
    return `${ADJUSTED[adjusted]}; ${restore}import the contracts themselves`;
  }
  if (byFineness([kind]).length === 0) {
    return byFineness(kinds).length > 0
      ? undefined
      : 'without trades or candles there is nothing to study; import those too';
  }
  const isRefused = manifests.every(({ quality }) => quality?.verdict === 'refuse');
  return isRefused ? `refused by the quality gate; npx qt datasets check ${name} tells why` : undefined;
}
