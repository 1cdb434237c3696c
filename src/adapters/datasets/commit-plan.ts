// Staged parts and what the store has of their days in; for every part, whether it is written, replaces, is merged or changes nothing, out.

import { readFileSync } from 'node:fs';
import { formatLocalTime } from '../../core/market/civil-time.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';
import { UserError } from '../user-error.ts';
import type { PartManifest, PartSource } from './manifest.ts';
import { type MergeConflict, mergeCandles } from './merge-candles.ts';
import { mergeTicks } from './merge-ticks.ts';
import { decodePart } from './parquet-part.ts';
import { isPresent, listKinds, type PartRef, partRef } from './part-path.ts';
import { isWhole, readManifest, readProvenPart, sourceNames } from './proven-part.ts';
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
    this.items = items;
    this.replace = replace;
  }

  async plan(): Promise<readonly PlannedPart[]> {
    const planned = new Map<PartKind, PlannedPart>();
    for (const item of this.items) {
      const { kind } = item.staged;
      if (isCandleKind(kind)) planned.set(kind, await this.planCandles(item, planned.get(kind)));
    }
    const ticks = this.items.filter(({ staged }) => !isCandleKind(staged.kind));
    return ticks.length === 0 ? [...planned.values()] : [...planned.values(), ...(await this.planTicks(ticks))];
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

  /** `twin`: what an earlier file of the same import has for this place. */
  private async planCandles(item: CommitItem, twin: PlannedPart | undefined): Promise<PlannedPart> {
    const fate = this.fateOf(item);
    if (twin === undefined && fate.change !== 'merge') return fate;
    const part = this.refOf(item.staged.kind);
    const older = twin === undefined ? await readOlder(part) : await stagedOlder(twin);
    const merged = mergeCandles(older.columns, await decodeStaged(item.staged));
    if (merged.kind === 'conflict') throw existsError(part, older.origin, item.origin, merged);
    const isAdded = merged.columns.open_time_us!.length > older.columns.open_time_us!.length;
    if (isAdded) return this.mergedPart(part, older, item, merged.columns);
    return twin ?? { part, manifest: readManifest(part), change: 'unchanged', staged: item.staged };
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
      const merged = mergeTicks(before, newer);
      if (merged.kind === 'conflict') {
        const kind = group.find(({ staged }) => older.has(staged.kind))?.staged.kind ?? group[0]!.staged.kind;
        const old = older.get(kind) ?? [...older.values()][0]!;
        throw existsError(this.refOf(kind), old.origin, group[0]!.origin, merged);
      }
      const isAdded = [...merged.parts].some(([kind, columns]) => rowsOf(columns) > rowsOf(before.get(kind)));
      for (const [kind, columns] of isAdded ? merged.parts : []) {
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
    const staged = this.stager.stage(part.kind, part.day, columns);
    const manifest = manifestOf(staged, jointOrigin(older?.origin, item, columns));
    if (!isPresent(part)) return { part, manifest, change: 'written', staged };
    const old = readManifest(part);
    // numbered anew, and again as it was
    const isAsBefore = isSame(manifest, old) && isSameSource(old.sources, manifest.sources) && isWhole(part, old);
    return isAsBefore
      ? { part, manifest: old, change: 'unchanged', staged }
      : { part, manifest, change: 'merged', staged };
  }
}

function rowsOf(columns: PartColumns | undefined): number {
  return columns?.time_us?.length ?? 0;
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

async function stagedOlder({ staged, manifest }: PlannedPart): Promise<Older> {
  return { origin: originOf(manifest), columns: await decodeStaged(staged) };
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
    quality,
  };
}

/** Undefined when it is damaged and to be replaced anyway. */
function manifestThere(part: PartRef, replace: boolean): PartManifest | undefined {
  try {
    return readManifest(part);
  } catch (error) {
    if (replace && error instanceof UserError) return undefined;
    throw error;
  }
}

/** The same rows, and nothing else is said of them. */
function isSame(a: PartManifest, b: PartManifest): boolean {
  const marks = ['sha256', 'provenance', 'sideSource', 'bookSource', 'adjusted'] as const;
  return marks.every((mark) => a[mark] === b[mark]);
}

/** One and the same file: read with other options, its rows take the place of those of before. */
function isSameSource(old: readonly PartSource[], fresh: readonly PartSource[]): boolean {
  return old.length === fresh.length && old.every(({ sha256 }, index) => sha256 === fresh[index]!.sha256);
}

/** Marked as coming from nearer to the exchange. */
function isStronger(fresh: PartManifest, old: PartManifest): boolean {
  return fresh.provenance !== old.provenance && weakerProvenance(fresh.provenance, old.provenance) === old.provenance;
}

/** Rows of which other things hold cannot stand in one part. */
function assertAlike(part: PartRef, older: PartOrigin, fresh: PartOrigin): void {
  for (const mark of ['adjusted', 'sideSource', 'bookSource'] as const) {
    if (older[mark] === fresh[mark]) continue;
    const why = `${mark} is ${older[mark]} in one file and ${fresh[mark]} in the other`;
    throw existsError(part, older, fresh, { kind: 'conflict', timeUs: undefined, why });
  }
}

function strongerError(part: PartRef, old: PartManifest, fresh: PartManifest): UserError {
  return new UserError({
    code: 'provenance-stronger',
    message:
      `${part.instrument} ${part.kind} of ${part.day} stands there as ${old.provenance} data (from ${sourceNames(old)}); ` +
      `${sourceNames(fresh)} would make it ${fresh.provenance} data`,
    file: part.path,
    field: 'provenance',
    fix: `Say --provenance ${old.provenance} if it is that, or import with --replace if it is not`,
  });
}

function existsError(part: PartRef, old: PartOrigin, fresh: PartOrigin, { timeUs, why }: MergeConflict): UserError {
  const at = timeUs === undefined ? '' : ` at ${formatLocalTime(timeUs)}`;
  return new UserError({
    code: 'part-exists',
    message:
      `${part.instrument} ${part.kind} of ${part.day} from ${sourceNames(fresh)} cannot be merged with what stands there ` +
      `from ${sourceNames(old)}: ${why}${at}`,
    file: part.path,
    fix: 'Import with --replace to keep the new one, or leave that day out',
  });
}
