// Staged parts and what the store has of their days in; for every part, whether it is written, replaces, is merged or changes nothing, out.

import { readFileSync } from 'node:fs';
import { weakerProvenance } from '../../core/market/provenance.ts';
import {
  assertAlike,
  existsError,
  isSame,
  isSameSource,
  isStronger,
  manifestThere,
  strongerError,
} from './commit-rules.ts';
import type { PartManifest } from './manifest.ts';
import { mergeCandles } from './merge-candles.ts';
import { sourceSpans } from './merge-spans.ts';
import { mergeTicks } from './merge-ticks.ts';
import { decodePart } from './parquet-part.ts';
import { isPresent, listKinds, type PartRef, partRef } from './part-path.ts';
import { isWhole, readManifest, readProvenPart } from './proven-part.ts';
import type { PartColumns } from './row-buffer.ts';
import { isCandleKind, type PartKind } from './schema.ts';
import { type CommitItem, manifestOf, type PartOrigin, type PlannedPart, type StagedPart } from './staged-part.ts';

/** What writes merged rows aside. */
export interface Stager {
  readonly root: string;
  stage(kind: PartKind, day: string, columns: PartColumns): StagedPart;
}

type Fate = PlannedPart | { readonly change: 'merge'; readonly item: CommitItem };

/** What stood in a day of the store, or came earlier in the same import, and is to be merged with. */
interface Older {
  readonly origin: PartOrigin;
  readonly columns: PartColumns;
}

/** The UserErrors of `PartStaging.commit`; `touch` is called now and then. */
export async function planCommit(
  stager: Stager,
  items: readonly CommitItem[],
  replace: boolean,
  touch: () => void,
): Promise<readonly PlannedPart[]> {
  const days = new Map<string, CommitItem[]>();
  for (const item of items) {
    const key = `${item.origin.instrument} ${item.staged.day}`;
    days.set(key, [...(days.get(key) ?? []), item]);
  }
  const planned: PlannedPart[] = [];
  for (const ofDay of days.values()) {
    touch();
    planned.push(...(await new DayPlan(stager, ofDay, replace).plan()));
  }
  return planned;
}

/** The items of one instrument and day. */
class DayPlan {
  private readonly stager: Stager;
  private readonly items: readonly CommitItem[];
  private readonly replace: boolean;

  constructor(stager: Stager, items: readonly CommitItem[], replace: boolean) {
    this.stager = stager;
    this.items = items.map(withSpan);
    this.replace = replace;
  }

  async plan(): Promise<readonly PlannedPart[]> {
    const planned: PlannedPart[] = [];
    const candles = this.items.filter(({ staged }) => isCandleKind(staged.kind));
    for (const [kind, items] of Map.groupBy(candles, ({ staged }) => staged.kind)) {
      planned.push(await this.planCandles(kind, items));
    }
    const ticks = this.items.filter(({ staged }) => !isCandleKind(staged.kind));
    return ticks.length === 0 ? planned : [...planned, ...(await this.planTicks(ticks))];
  }

  private refOf(kind: PartKind): PartRef {
    const { origin, staged } = this.items[0]!;
    return partRef(this.stager.root, origin.instrument, kind, staged.day);
  }

  /** What an item becomes by itself; `merge` when other rows stand in its place. */
  private fateOf(item: CommitItem): Fate {
    const { staged, origin } = item;
    const part = this.refOf(staged.kind);
    const manifest = manifestOf(staged, origin);
    if (!isPresent(part)) return { part, manifest, change: 'written', staged };
    const old = manifestThere(part, this.replace);
    if (old === undefined) return { part, manifest, change: 'replaced', staged };
    if (!this.replace && isStronger(manifest, old)) throw strongerError(part, old, manifest);
    if (isSame(manifest, old) && isWhole(part, old)) return { part, manifest: old, change: 'unchanged', staged };
    const isOther = old.sha256 !== manifest.sha256 && !isSameSource(old.sources, origin.sources);
    return isOther && !this.replace ? { change: 'merge', item } : { part, manifest, change: 'replaced', staged };
  }

  /** The items of one kind, in the order of their files, on top of what stands there. */
  private async planCandles(kind: PartKind, items: readonly CommitItem[]): Promise<PlannedPart> {
    const part = this.refOf(kind);
    const fates = items.map((item) => this.fateOf(item));
    const [first] = fates;
    if (fates.length === 1 && first!.change !== 'merge') return first!;
    const keeps = isPresent(part) && fates.every(({ change }) => change === 'merge' || change === 'unchanged');
    const there = keeps ? await readOlder(part) : undefined;
    let sum = there;
    for (const item of items) {
      const columns = await decodeStaged(item.staged);
      const merged = sum === undefined ? undefined : mergeCandles(sum.columns, columns);
      if (merged?.kind === 'conflict') throw existsError(part, sum!.origin, item.origin, merged);
      if (sum !== undefined) assertAlike(part, sum.origin, item.origin);
      // a file that adds nothing is none of the sources
      if (merged !== undefined && merged.columns.open_time_us!.length === sum!.columns.open_time_us!.length) continue;
      sum = { origin: jointOrigin(sum?.origin, item, merged?.columns ?? columns), columns: merged?.columns ?? columns };
    }
    if (sum === there) return { part, manifest: readManifest(part), change: 'unchanged', staged: items[0]!.staged };
    return this.staged(part, sum!);
  }

  private async planTicks(items: readonly CommitItem[]): Promise<readonly PlannedPart[]> {
    const fates = items.map((item) => this.fateOf(item));
    const kinds = new Set(items.map(({ staged }) => staged.kind));
    const beside = listKinds(this.stager.root, items[0]!.origin.instrument)
      .filter((kind) => !isCandleKind(kind) && !kinds.has(kind))
      .map((kind) => this.refOf(kind))
      .filter(isPresent);
    const { sources } = items[0]!.origin;
    const isAlone =
      items.every((item) => isSameSource(item.origin.sources, sources)) &&
      beside.every((part) => isSameSource(readManifest(part).sources, sources));
    const settled = fates.filter((fate): fate is PlannedPart => fate.change !== 'merge');
    if (settled.length === fates.length && isAlone && kinds.size === items.length) return settled;
    // one numbering goes through all kinds of a day: new rows renumber what stands beside them
    const older = new Map<PartKind, Older>();
    for (const [index, fate] of fates.entries()) {
      const kind = items[index]!.staged.kind;
      if (fate.change === 'merge' || fate.change === 'unchanged') older.set(kind, await readOlder(this.refOf(kind)));
    }
    for (const part of beside) older.set(part.kind, await readOlder(part));
    return this.mergeAll(older, items);
  }

  /** One item after the other, so that files of one import that overlap are merged too. */
  private async mergeAll(older: Map<PartKind, Older>, items: readonly CommitItem[]): Promise<readonly PlannedPart[]> {
    const planned = new Map<PartKind, PlannedPart>();
    for (const group of withoutTwins(items)) {
      const newer = new Map<PartKind, PartColumns>();
      for (const { staged } of group) newer.set(staged.kind, await decodeStaged(staged));
      const before = new Map([...older].map(([kind, { columns }]) => [kind, columns]));
      const spans = {
        older: new Map([...older].map(([kind, { origin }]) => [kind, sourceSpans(origin.sources)])),
        newer: new Map(group.map(({ staged, origin }) => [staged.kind, sourceSpans(origin.sources)])),
      };
      const merged = mergeTicks(before, newer, spans);
      if (merged.kind === 'conflict') {
        const kind = group.find(({ staged }) => older.has(staged.kind))?.staged.kind ?? group[0]!.staged.kind;
        const old = older.get(kind) ?? [...older.values()][0]!;
        throw existsError(this.refOf(kind), old.origin, group[0]!.origin, merged);
      }
      for (const [kind, columns] of merged.isChanged ? merged.parts : []) {
        const item = group.find(({ staged }) => staged.kind === kind);
        const part = this.mergedPart(this.refOf(kind), older.get(kind), item, columns);
        planned.set(kind, part);
        older.set(kind, { origin: originOf(part.manifest), columns });
      }
    }
    return [...planned.values(), ...this.unchanged(items, planned)];
  }

  private unchanged(items: readonly CommitItem[], planned: ReadonlyMap<PartKind, PlannedPart>): readonly PlannedPart[] {
    const rest = items.filter(({ staged }) => !planned.has(staged.kind));
    return withoutTwins(rest)
      .slice(0, 1)
      .flat()
      .map(({ staged }) => {
        const part = this.refOf(staged.kind);
        return { part, manifest: readManifest(part), change: 'unchanged', staged };
      });
  }

  /** `item` is undefined for a part that is only numbered anew, `older` for rows of a kind that was not there. */
  private mergedPart(
    part: PartRef,
    older: Older | undefined,
    item: CommitItem | undefined,
    columns: PartColumns,
  ): PlannedPart {
    if (item !== undefined && older !== undefined) assertAlike(part, older.origin, item.origin);
    return this.staged(part, { origin: jointOrigin(older?.origin, item, columns), columns });
  }

  private staged(part: PartRef, { origin, columns }: Older): PlannedPart {
    const staged = this.stager.stage(part.kind, part.day, columns);
    const manifest = manifestOf(staged, origin);
    if (!isPresent(part)) return { part, manifest, change: 'written', staged };
    const old = readManifest(part);
    // numbered anew, and again as it was
    const isAsBefore = isSame(manifest, old) && isSameSource(old.sources, manifest.sources) && isWhole(part, old);
    return isAsBefore
      ? { part, manifest: old, change: 'unchanged', staged }
      : { part, manifest, change: 'merged', staged };
  }
}

/** The items in groups of one source that hold each kind once: only they share a numbering. */
function withoutTwins(items: readonly CommitItem[]): readonly (readonly CommitItem[])[] {
  const groups: CommitItem[][] = [];
  for (const item of items) {
    const group = groups.find((each) =>
      each.every(
        ({ staged, origin }) => staged.kind !== item.staged.kind && isSameSource(origin.sources, item.origin.sources),
      ),
    );
    if (group === undefined) groups.push([item]);
    else group.push(item);
  }
  return groups;
}

function originOf({
  instrument,
  sources,
  provenance,
  sideSource,
  bookSource,
  adjusted,
  parameters,
  quality,
}: PartManifest): PartOrigin {
  return { instrument, sources, provenance, sideSource, bookSource, adjusted, parameters, quality };
}

async function readOlder(part: PartRef): Promise<Older> {
  const { manifest, columns } = await readProvenPart(part);
  return { origin: originOf(manifest), columns };
}

/** Each source tells which part of the day its rows cover. */
function withSpan({ staged, origin, ...rest }: CommitItem): CommitItem {
  const sources = origin.sources.map((source) => ({ ...staged.span, ...source }));
  return { ...rest, staged, origin: { ...origin, sources } };
}

function decodeStaged(staged: StagedPart): Promise<PartColumns> {
  return decodePart(staged.kind, readFileSync(staged.file), staged.file);
}

function jointOrigin(older: PartOrigin | undefined, item: CommitItem | undefined, columns: PartColumns): PartOrigin {
  if (item === undefined) return older!;
  const quality = item.inspect?.(columns);
  if (older === undefined) return { ...item.origin, quality };
  const known = new Set(older.sources.map(({ sha256 }) => sha256));
  return {
    ...item.origin,
    sources: [...older.sources, ...item.origin.sources.filter(({ sha256 }) => !known.has(sha256))],
    provenance: weakerProvenance(older.provenance, item.origin.provenance),
    parameters: { ...older.parameters, ...item.origin.parameters },
    quality,
  };
}
