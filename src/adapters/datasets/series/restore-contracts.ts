// The stored parts of an adjusted continuous series in; the parts of its dated contracts, at the prices that were traded, out.

import type { AdjustedBars } from '../../../core/market/continuous/adjusted-bars.ts';
import {
  type RecoveredSeries,
  type RecoveredSpan,
  recoverSeries,
} from '../../../core/market/continuous/recover-series.ts';
import { restoreBars } from '../../../core/market/continuous/restore-bars.ts';
import type { Root } from '../../../core/market/instrument.ts';
import { rootInstrument } from '../../../core/market/instrument-table.ts';
import { type CandleRange, joinCandles } from '../candle-range.ts';
import type { PartManifest, PartSource } from '../manifest.ts';
import type { ProvenPart } from '../proven-part.ts';
import type { PartColumns } from '../row-buffer.ts';
import type { CommittedPart } from '../staged-part.ts';
import type { DatasetStore, DayPart } from '../store.ts';
import { isRefused } from '../usable-part.ts';
import { adjustedGroups } from './adjusted-groups.ts';
import { type AdjustedSpan, readAdjusted } from './adjusted-parts.ts';
import { adjustmentPath, readAdjustment, type StoredRoll, writeAdjustment } from './adjustment-file.ts';
import { assertExact } from './exact-fit.ts';

export interface RestoredContracts {
  readonly root: Root;
  /** What was found, one entry for each export that the parts come from. */
  readonly series: readonly RecoveredSeries[];
  readonly parts: readonly CommittedPart[];
  /** Where the prices at the rolls are stored, from which a series of the contracts is adjusted as this one was. */
  readonly adjustmentFile: string;
}

/** One export and what was found in it. */
interface RecoveredGroup {
  readonly parts: readonly ProvenPart[];
  readonly range: CandleRange;
  readonly bars: AdjustedBars;
  readonly series: RecoveredSeries;
}

/**
 * Writes the dated contracts of a series that was adjusted by ratio, all of them or none. UserErrors: `not-adjusted` when
 * parts are not marked so, `fit-not-exact` names the contracts whose factor cannot be told, and those of reading and
 * writing parts; `replace` is that of `writeParts`.
 */
export async function restoreContracts(
  store: DatasetStore,
  span: AdjustedSpan,
  options: { readonly replace?: boolean } = {},
): Promise<RestoredContracts> {
  const { root, parts } = await readAdjusted(store, span);
  const groups = adjustedGroups(parts).map((group) => recoveredGroup(root, group));
  for (const { series } of groups) assertExact(span.instrument, series);
  const fresh = groups.flatMap((group) => group.series.contracts.flatMap((found) => contractParts(group, found)));
  const written = await store.writeParts(fresh, options);
  const adjustmentFile = adjustmentPath(store.root, root, 'recovered');
  storeRolls(adjustmentFile, root, groups.flatMap(recoveredRolls));
  return { root, series: groups.map(({ series }) => series), parts: written, adjustmentFile };
}

function recoveredGroup(root: Root, parts: readonly ProvenPart[]): RecoveredGroup {
  const range = joinCandles(parts.map(({ part, columns }) => ({ day: part.day, columns })));
  const { open, high, low, close, volume, turnover } = range.columns;
  const bars = { open: open!, high: high!, low: low!, close: close!, volume, turnover };
  return { parts, range, bars, series: recoverSeries(root, bars, range.days) };
}

/** The days of one contract. Settlement prices are off the tick grid, so they cannot be restored and are left out. */
function contractParts(group: RecoveredGroup, found: RecoveredSpan): readonly DayPart[] {
  const { fit } = found;
  if (fit.kind !== 'recovered') return [];
  const { root, decimals } = group.series;
  const traded = restoreBars(group.bars, found, fit, rootInstrument(root));
  const { open, high, low, close, turnover } = traded;
  return partsOf(group, found).map(({ part, manifest, columns }) => {
    const day = group.range.days.find((rows) => rows.day === part.day)!;
    const ofDay = (column: Float64Array): Float64Array => column.slice(day.start - found.start, day.end - found.start);
    const { settlement: _, turnover: __, ...unchanged }: PartColumns = columns;
    const prices = { open: ofDay(open), high: ofDay(high), low: ofDay(low), close: ofDay(close) };
    return {
      instrument: found.contract,
      kind: part.kind,
      day: part.day,
      columns: { ...unchanged, ...prices, ...(turnover === undefined ? {} : { turnover: ofDay(turnover) }) },
      sources: [sourceOf(manifest)],
      provenance: manifest.provenance,
      sideSource: manifest.sideSource,
      bookSource: manifest.bookSource,
      adjusted: 'none',
      parameters: {
        factor: fit.factor,
        factorLow: fit.low,
        factorHigh: fit.high,
        decimals,
        missedRows: fit.missedRows,
        turnover: fit.turnover,
        ...(fit.turnoverFit === undefined ? {} : { turnoverFactor: fit.turnoverFit.factor }),
      },
    };
  });
}

/** What was made of a refused part is refused too. */
function sourceOf(manifest: PartManifest): PartSource {
  const { instrument, kind, day, sha256 } = manifest;
  const source = { file: `${instrument}/${kind}/${day}.parquet`, sha256, format: 'restored' };
  return isRefused(manifest) ? { ...source, refused: true } : source;
}

function partsOf({ parts }: RecoveredGroup, { fromDay, toDay }: RecoveredSpan): readonly ProvenPart[] {
  return parts.filter(({ part }) => part.day >= fromDay && part.day <= toDay);
}

function recoveredRolls(group: RecoveredGroup): readonly StoredRoll[] {
  const { series, range } = group;
  return series.rolls.flatMap((roll, index) => {
    if (roll.kind !== 'recovered') return [];
    const old = series.contracts[index]!;
    const fresh = series.contracts[index + 1]!;
    const { day, from, to, oldPrice, newPrice } = roll;
    const timeUs = range.columns.close_time_us![old.end - 1]!;
    const parts = [...partsOf(group, old), ...partsOf(group, fresh)];
    return [
      {
        day,
        from,
        to,
        kind: parts[0]!.part.kind,
        origin: 'recovered',
        prices: { kind: 'sameTime', timeUs, oldPrice, newPrice },
        parts: parts.map(({ part, manifest }) => ({
          instrument: part.instrument,
          day: part.day,
          sha256: manifest.sha256,
        })),
      },
    ];
  });
}

/** Rolls that were recovered before stay, but where the same one was recovered again. */
function storeRolls(file: string, root: Root, rolls: readonly StoredRoll[]): void {
  if (rolls.length === 0) return;
  const isAgain = (old: StoredRoll): boolean => rolls.some(({ day, kind }) => old.day === day && old.kind === kind);
  writeAdjustment(file, root, [...readAdjustment(file).filter((old) => !isAgain(old)), ...rolls]);
}
