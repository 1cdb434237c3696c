// The candles of the contracts of a root in; the contracts traded on each day, where two neighbouring contracts have candles, out.

import type { VolumeOfDay } from '../../../core/market/continuous/volume-schedule.ts';
import { type Contract, nextContract, parseContract } from '../../../core/market/contract.ts';
import type { Root } from '../../../core/market/instrument.ts';
import type { PartRef } from '../part-path.ts';
import type { PartKind } from '../schema.ts';
import type { DatasetStore } from '../store.ts';

/** Only days on which a contract and the next one both have a part are read: on others there is nothing to compare. */
export async function dailyVolumes(
  store: DatasetStore,
  root: Root,
  kind: PartKind,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<VolumeOfDay> {
  const parts = new Map<string, ReadonlyMap<string, PartRef>>();
  for (const name of store.instruments()) {
    if (parseContract(name)?.root !== root) continue;
    const inSpan = store.parts(name, kind).filter(({ day }) => day >= from && day <= to);
    parts.set(name, new Map(inSpan.map((part) => [part.day, part])));
  }
  const volumes = new Map<string, number>();
  for (const [name, ofDays] of parts) {
    const following = parts.get(nextContract(contractOf(name)).symbol);
    if (following === undefined) continue;
    for (const [day, part] of ofDays) {
      const other = following.get(day);
      if (other === undefined) continue;
      for (const each of [part, other]) {
        const key = `${each.instrument} ${day}`;
        if (!volumes.has(key)) volumes.set(key, await volumeOf(store, each));
      }
    }
  }
  return (contract, day) => volumes.get(`${contract} ${day}`);
}

function contractOf(symbol: string): Contract {
  return parseContract(symbol)!;
}

async function volumeOf(store: DatasetStore, part: PartRef): Promise<number> {
  const { columns } = await store.readProven(part);
  return columns.volume!.reduce((sum, volume) => sum + volume, 0);
}
