// A continuous series, or contracts that were restored, in; what the command line tells of them out: JSON, lines, CSV.

import type { Series } from '../adapters/datasets/series/build-series.ts';
import type { RestoredContracts } from '../adapters/datasets/series/restore-contracts.ts';
import { utcUsToLocal } from '../core/market/civil-time.ts';
import type { ContractAdjustment } from '../core/market/continuous/adjustment.ts';
import type { RecoveredSpan } from '../core/market/continuous/recover-series.ts';
import { counted } from './counted.ts';

/** Decimals of an adjusted price in a CSV: enough to find the traded one again. */
const CSV_DECIMALS = 6;
const CSV_HEADER = 'time,contract,open,high,low,close,volume,trades';

/** What `--json` prints of a series. */
export function seriesSummary(series: Series) {
  const { options, rows, days, spans, rolls, adjustment, adjustmentFile, missing, uncomparedDays } = series;
  const contracts = adjustment?.contracts.map(adjustedJson) ?? spans;
  return {
    root: options.root,
    kind: options.kind,
    roll: options.rule,
    adjust: options.adjust,
    from: days[0]!.day,
    to: days.at(-1)!.day,
    days: days.length,
    rows,
    contracts,
    rolls,
    missing: missing.map(({ day }) => day),
    uncomparedDays,
    offGridDays: series.offGridDays,
    refusedDays: series.refusedDays,
    provenance: series.provenance,
    ...(adjustmentFile === undefined ? {} : { adjustment: adjustmentFile }),
  };
}

function adjustedJson({ contract, fromDay, toDay, change, measuredFrom }: ContractAdjustment) {
  const by = change.kind === 'ratio' ? { factor: change.factor } : { offset: change.offset };
  return { contract, fromDay, toDay, ...by, measuredFrom: measuredFrom ?? null };
}

export function seriesText(series: Series): string {
  const { rows, days, options, spans, adjustment, adjustmentFile } = series;
  const head = `${options.root} ${options.kind}: ${counted(rows, 'candle')} of ${counted(days.length, 'day')}, rolled by ${options.rule}`;
  const lines =
    adjustment?.contracts.map(adjustedLine) ??
    spans.map(({ contract, fromDay, toDay }) => `${contract}  ${fromDay} to ${toDay}`);
  return [head, ...lines, ...(adjustmentFile === undefined ? [] : [`adjustment in ${adjustmentFile}`])].join('\n');
}

function adjustedLine({ contract, fromDay, toDay, change, measuredFrom }: ContractAdjustment): string {
  const by =
    change.kind === 'ratio'
      ? `x ${change.factor.toFixed(8)}`
      : `${change.offset < 0 ? '-' : '+'} ${Math.abs(change.offset)} points`;
  if (measuredFrom === undefined) return `${contract}  ${fromDay} to ${toDay}  ${by}`;
  const { oldPrice, newPrice } = measuredFrom;
  const mark = measuredFrom.kind === 'acrossNight' ? ', across the night' : '';
  return `${contract}  ${fromDay} to ${toDay}  ${by}  (${oldPrice} became ${newPrice}${mark})`;
}

/** One line per candle; trades are empty where the source does not tell them. */
export function seriesCsv({ columns, days }: Series): string {
  const lines = [CSV_HEADER];
  const price = (name: string, row: number): number => Number(columns[name]![row]!.toFixed(CSV_DECIMALS));
  for (const { contract, start, end } of days) {
    for (let row = start; row < end; row++) {
      const trades = columns.trades![row]!;
      const fields = [
        localStart(columns.open_time_us![row]!),
        contract,
        price('open', row),
        price('high', row),
        price('low', row),
        price('close', row),
        columns.volume![row]!,
        trades < 0 ? '' : trades,
      ];
      lines.push(fields.join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** 2020-04-02T09:03:00. Candles start on whole seconds. */
function localStart(timeUs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day, hour, minute, second } = utcUsToLocal(timeUs);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** What `--json` prints of restored contracts. */
export function restoredSummary({ root, series, parts, adjustmentFile }: RestoredContracts) {
  return {
    root,
    contracts: series.flatMap(({ contracts, decimals }) => contracts.map((found) => restoredJson(found, decimals))),
    rolls: series.flatMap(({ rolls }) => rolls),
    parts: parts.map(({ part, manifest, change }) => ({
      instrument: part.instrument,
      kind: part.kind,
      day: part.day,
      rows: manifest.rows,
      change,
    })),
    adjustment: adjustmentFile,
  };
}

function restoredJson({ contract, fromDay, toDay, start, end, fit }: RecoveredSpan, decimals: number) {
  return { contract, fromDay, toDay, rows: end - start, decimals, ...fit };
}

export function restoredText({ series, parts }: RestoredContracts): string {
  const lines = series.flatMap(({ contracts }) => contracts.map(restoredLine));
  const changed = parts.filter(({ change }) => change !== 'unchanged').length;
  return [...lines, `${counted(parts.length, 'day')} restored, ${changed} written`].join('\n');
}

function restoredLine({ contract, fromDay, toDay, start, end, fit }: RecoveredSpan): string {
  const span = `${contract}  ${fromDay} to ${toDay}  ${counted(end - start, 'candle').padStart(13)}`;
  if (fit.kind === 'notRecovered') return `${span}  not restored: ${fit.reason}`;
  const missed = fit.missedRows === 0 ? '' : `, ${counted(fit.missedRows, 'candle')} off by more than rounding`;
  return `${span}  factor ${fit.factor.toFixed(8)}${missed}`;
}
