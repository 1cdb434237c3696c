// Takes the days of one year; gives a picture with the price range and the volume of each day, and where contracts change.

import { GAIN, GREY, LOSS } from '../plots/palette.ts';
import { type Html, html } from '../report/html.ts';
import { decimal, integer } from '../report/number-format.ts';
import { COLUMNS_LEFT, type DayColumn, dayColumns, monthNames, type YearOfDays } from './day-columns.ts';
import { box, classed, filled, hint, label, PICTURE_WIDTH, picture, stroked, upright } from './svg.ts';

const TOP = 16;
const PRICE_HEIGHT = 190;
const VOLUME_TOP = TOP + PRICE_HEIGHT + 12;
const VOLUME_HEIGHT = 60;
const FOOT = 18;
const GRID_LINES = 4;

interface DayPrices {
  readonly column: DayColumn;
  readonly instrument: string;
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number | undefined;
}

function pricesOf(columns: readonly DayColumn[]): readonly DayPrices[] {
  return columns.flatMap((column) => {
    const { data } = column.day;
    if (data === undefined) return [];
    const { first, last, high, low, volume } = data.facts;
    if (first === undefined || last === undefined || high === undefined || low === undefined) return [];
    return [{ column, instrument: data.instrument, first, last, high, low, volume }];
  });
}

/** 1, 2 or 5 times a power of ten, so that a few lines cover the range. */
function gridStep(range: number): number {
  const rough = range / GRID_LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}

function priceGrid(low: number, high: number, y: (price: number) => number): readonly Html[] {
  const step = gridStep(high - low);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const lines: Html[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) {
    const at = y(n * step);
    lines.push(classed([box(COLUMNS_LEFT, at, PICTURE_WIDTH - COLUMNS_LEFT, 0.6)], 'grid'));
    lines.push(label(COLUMNS_LEFT - 6, at + 4, decimal(n * step, decimals), 'end'));
  }
  return lines;
}

/** Where the instrument changes: a line and, where there is room, its name. */
function rollMarks(days: readonly DayPrices[]): readonly Html[] {
  const marks: Html[] = [];
  let free = 0;
  for (const [at, { instrument, column }] of days.entries()) {
    if (at > 0 && days[at - 1]!.instrument === instrument) continue;
    if (at > 0) marks.push(classed([upright(column.x, TOP, VOLUME_TOP + VOLUME_HEIGHT)], 'roll'));
    if (column.x < free || column.x > PICTURE_WIDTH - 60) continue;
    marks.push(label(column.x + 2, TOP - 5, instrument));
    free = column.x + 62;
  }
  return marks;
}

function candles(
  days: readonly DayPrices[],
  y: (price: number) => number,
  isUp: boolean,
  colour: string,
): readonly Html[] {
  const some = days.filter(({ first, last }) => last >= first === isUp);
  const middle = ({ x, width }: DayColumn): number => x + width * 0.425;
  const wicks = some.map(({ column, high, low }) => upright(middle(column), y(high), y(low)));
  const bodies = some.map(({ column, first, last }) => {
    const top = y(Math.max(first, last));
    return box(column.x, top, column.width * 0.85, Math.max(1, y(Math.min(first, last)) - top));
  });
  return [stroked(wicks, colour, 1), filled(bodies, colour)];
}

function volumeBars(days: readonly DayPrices[]): readonly Html[] {
  const most = days.reduce((max, { volume }) => Math.max(max, volume ?? 0), 0);
  if (most === 0) return [];
  const bars = days.flatMap(({ column, volume }) => {
    const height = ((volume ?? 0) / most) * VOLUME_HEIGHT;
    return height > 0 ? [box(column.x, VOLUME_TOP + VOLUME_HEIGHT - height, column.width * 0.85, height)] : [];
  });
  return [filled(bars, GREY), label(COLUMNS_LEFT - 6, VOLUME_TOP + 10, compact(most), 'end')];
}

/** `1.2 M`, `345 k`: the scale of the volume. */
function compact(contracts: number): string {
  if (contracts >= 1e6) return `${decimal(contracts / 1e6, 1)} M`;
  return contracts >= 1e4 ? `${decimal(contracts / 1e3, 0)} k` : integer(contracts);
}

function titleOf({ column: { day }, instrument, first, last, high, low, volume }: DayPrices): string {
  const contracts = volume === undefined ? '' : `, ${integer(volume)} contracts`;
  return `${day.isoDay} ${instrument}: ${first} to ${last}, ${low} to ${high}${contracts}`;
}

/** Undefined where no day of the year has prices. */
export function priceVolume({ year, days }: YearOfDays): Html | undefined {
  const columns = dayColumns(days);
  const shown = pricesOf(columns);
  if (shown.length === 0) return undefined;
  const low = shown.reduce((least, day) => Math.min(least, day.low), Number.POSITIVE_INFINITY);
  const top = shown.reduce((most, day) => Math.max(most, day.high), 0);
  // A price that never moved stands in the middle.
  const [from, to] = top > low ? [low, top] : [low * 0.99, top * 1.01];
  const y = (price: number): number => TOP + ((to - price) / (to - from)) * PRICE_HEIGHT;
  const height = VOLUME_TOP + VOLUME_HEIGHT + FOOT;
  const content = [
    ...priceGrid(from, to, y),
    ...rollMarks(shown),
    ...candles(shown, y, true, GAIN),
    ...candles(shown, y, false, LOSS),
    ...volumeBars(shown),
    ...monthNames(columns, height - 4),
    ...shown.map((day) => hint(day.column.x, TOP, day.column.width, height - TOP - FOOT, titleOf(day))),
  ];
  return html`<h4>${year}</h4>${picture(`Price and volume of each day of ${year}`, height, content)}`;
}
