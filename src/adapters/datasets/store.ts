// The dataset store under a home folder: parts by contract, kind and day go in, columns and event batches come out.

import { join } from 'node:path';
import type { contractsOfDays } from '../../core/market/contracts-of-days.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { PriceGrid } from '../../core/market/instrument.ts';
import { UserError } from '../user-error.ts';
import { type CandleRange, joinCandles } from './candle-range.ts';
import { byFineness, type ContractDays, contractDays } from './contract-days.ts';
import { checkoutEventCode, dayEvents, type EventCode } from './day-events.ts';
import { judge } from './inspection.ts';
import { storedTerms } from './instruments/instrument-file.ts';
import type { PartManifest, PartQuality } from './manifest.ts';
import { isPresent, listInstruments, listKinds, listParts, type PartRef, partRef } from './part-path.ts';
import { PartStaging } from './part-staging.ts';
import { type ProvenPart, readManifest, readProvenPart } from './proven-part.ts';
import type { PartColumns } from './row-buffer.ts';
import { isCandleKind, type PartKind } from './schema.ts';
import type { CommitItem, CommittedPart, PartOrigin } from './staged-part.ts';
import { assertUsable, isJudged } from './usable-part.ts';

/** The rows of one day and where they come from. */
export interface DayPart extends PartOrigin {
  readonly kind: PartKind;
  readonly day: string;
  readonly columns: PartColumns;
}

export interface StoreOptions {
  readonly acceptRefused?: boolean | undefined;
}

export class DatasetStore {
  /** The datasets folder. */
  readonly root: string;
  /** Reads also what the quality gate refused: for research that says so. */
  readonly acceptRefused: boolean;

  constructor(home: string, options: StoreOptions = {}) {
    this.root = join(home, 'datasets');
    this.acceptRefused = options.acceptRefused ?? false;
  }

  instruments(): readonly string[] {
    return listInstruments(this.root);
  }

  kinds(instrument: string): readonly PartKind[] {
    return listKinds(this.root, instrument);
  }

  /** Parts of an instrument, by day; of all its kinds when none is named. */
  parts(instrument: string, kind?: PartKind): readonly PartRef[] {
    const kinds = kind === undefined ? this.kinds(instrument) : [kind];
    const parts = kinds.flatMap((each) => listParts(this.root, instrument, each));
    return parts.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  }

  /** The manifest of a part that may be used: a UserError `part-refused` when the quality gate says no. */
  usableManifest(part: PartRef): PartManifest {
    const manifest = this.manifest(part);
    assertUsable(part, manifest, this.acceptRefused);
    return manifest;
  }

  manifest(part: PartRef): PartManifest {
    this.assertPresent(part);
    return readManifest(part);
  }

  /**
   * Writes the rows of one day, whole or not at all; at least one row. The same rows again change nothing; a UserError
   * `part-exists` when other rows of another source stand there and `replace` is not set.
   */
  async writeDay(part: DayPart, options: { readonly replace?: boolean } = {}): Promise<CommittedPart> {
    return (await this.writeParts([part], options))[0]!;
  }

  /** Several parts, such as the kinds of one day, as `writeDay` writes one: all of them or none. */
  async writeParts(
    parts: readonly DayPart[],
    options: { readonly replace?: boolean } = {},
  ): Promise<readonly CommittedPart[]> {
    const staging = new PartStaging(this.root);
    try {
      const items = parts.map((part) => ({
        staged: staging.stage(part.kind, part.day, part.columns),
        ...this.inspected(part),
      }));
      return await staging.commit(items, options.replace ?? false);
    } finally {
      staging.discard();
    }
  }

  /** What the quality gate says of rows that come without its judgement. */
  private inspected(part: DayPart): Pick<CommitItem, 'origin' | 'inspect'> {
    const look = (columns: PartColumns): PartQuality => judge(this.root, part, columns).quality;
    return { origin: { ...part, quality: part.quality ?? look(part.columns) }, inspect: look };
  }

  /** All columns of a part, proven as by `readProven`. */
  async readPart(instrument: string, kind: PartKind, day: string): Promise<PartColumns> {
    return (await this.readProven(partRef(this.root, instrument, kind, day))).columns;
  }

  /**
   * Events of one day in the order of the source; candles become closed bars. Without `kinds`: `finestKinds`. UserErrors: `part-missing`, `part-corrupt`, `adjusted-series`.
   */
  async readDayEvents(
    contract: string,
    day: string,
    instrumentId: number,
    kinds: readonly PartKind[] = this.finestKinds(contract, day),
  ): Promise<EventBatch> {
    return (await this.readDay(contract, day, instrumentId, kinds, checkoutEventCode)).events;
  }

  /** The same with the manifests of the parts in the order of `kinds`; `code` makes the events. */
  async readDay(
    contract: string,
    day: string,
    instrumentId: number,
    kinds: readonly PartKind[],
    code: EventCode,
  ): Promise<{ readonly events: EventBatch; readonly manifests: readonly PartManifest[] }> {
    const parts: ProvenPart[] = [];
    for (const kind of kinds) parts.push(await this.readProven(partRef(this.root, contract, kind, day)));
    const gridOf = (): PriceGrid | undefined => storedTerms(this.root, contract);
    return {
      events: dayEvents(parts, instrumentId, code, gridOf),
      manifests: parts.map(({ manifest }) => manifest),
    };
  }

  /**
   * Candles of the days from `from` to `to` (both included) that the store has under exactly this name; an adjusted series
   * is read by its continuous name. Columns that one of the days lacks are left out.
   */
  async readCandles(instrument: string, from: string, to: string, kind: PartKind = 'candles-1m'): Promise<CandleRange> {
    const days: { readonly day: string; readonly columns: PartColumns }[] = [];
    for (const part of this.parts(instrument, kind)) {
      if (part.day < from || part.day > to) continue;
      days.push({ day: part.day, columns: await this.readPart(instrument, kind, part.day) });
    }
    return joinCandles(days);
  }

  /** The contract and the kind to read for each trading day; see `contract-days.ts`. */
  contractDays(
    symbol: string,
    from: string,
    to: string,
    kind?: PartKind,
    contractsOf?: typeof contractsOfDays,
  ): ContractDays {
    return contractDays(this.root, symbol, from, to, kind, contractsOf);
  }

  /** Columns and manifest of a part whose bytes and rows are those of the manifest. UserErrors `part-missing`, `part-refused`, `part-corrupt`. */
  async readProven(part: PartRef): Promise<ProvenPart> {
    const proven = await readProvenPart(part, this.usableManifest(part));
    if (isJudged(proven.manifest)) return proven;
    // written before there was a gate, or judged by other rules: it is judged now, with its rows at hand
    const manifest = { ...proven.manifest, quality: judge(this.root, proven.manifest, proven.columns).quality };
    assertUsable(part, manifest, this.acceptRefused);
    return { ...proven, manifest };
  }

  /**
   * What tells most of a day: trades with quotes and book levels where they are there, else the candles of the shortest
   * interval. A UserError `part-missing` names the days that are there.
   */
  finestKinds(contract: string, day: string): readonly PartKind[] {
    const present = this.kinds(contract).filter((kind) => isPresent(partRef(this.root, contract, kind, day)));
    const finest = byFineness(present)[0];
    if (finest !== undefined && isCandleKind(finest)) return [finest];
    const hasLevels = present.includes('levels');
    // last prices make no events, and orders tell the levels once more
    const ticks = present.filter(
      (kind) => !isCandleKind(kind) && kind !== 'lasts' && !(hasLevels && kind === 'orders'),
    );
    if (ticks.length > 0) return ticks;
    throw this.missingError(contract, day, undefined);
  }

  private assertPresent(part: PartRef): void {
    if (!isPresent(part)) throw this.missingError(part.instrument, part.day, part.kind);
  }

  private missingError(instrument: string, day: string, kind: PartKind | undefined): UserError {
    const known = this.parts(instrument, kind);
    const span = known.length === 0 ? 'nothing of it' : `days from ${known[0]!.day} to ${known[known.length - 1]!.day}`;
    return new UserError({
      code: 'part-missing',
      message: `There are no ${kind ?? 'data'} of ${instrument} on ${day}; the store has ${span}`,
      field: 'day',
      fix: 'Import a file with that day (qt import), or choose another day',
    });
  }
}

/** The store of a home folder; nothing is created before the first write. */
export function openStore(home: string, options: StoreOptions = {}): DatasetStore {
  return new DatasetStore(home, options);
}
