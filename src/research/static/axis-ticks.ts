// A range and room in; where an axis is marked and with which texts out.

import { decimal } from '../report/number-format.ts';
import { decimalsOf } from '../tables/cell-text.ts';
import type { AxisValues } from './axis-values.ts';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds between marks of a clock. */
const TIME_STEPS: readonly number[] = [
  ...[0.001, 0.01, 0.1, 1, 10, 100],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10].map((days) => days * DAY),
];

/** Months between marks beyond those; they stand at the first of a month. */
const MONTH_STEPS: readonly number[] = [1, 2, 3, 6, 12, 24, 60, 120];
const MONTH = 30.44 * DAY;

function linearStep(span: number, marks: number): number {
  const rough = span / Math.max(1, marks);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((part) => part * power).find((step) => step >= rough * 0.999)!;
}

function multiples(low: number, high: number, step: number): readonly number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

function linearTicks(low: number, high: number, marks: number): readonly Tick[] {
  const step = linearStep(high - low, marks);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size >= 1e9 || size < 1e-4)
    return multiples(low, high, step).map((at) => ({ at, text: String(Number(at.toPrecision(4))) }));
  const decimals = decimalsOf([step]) ?? 8;
  return multiples(low, high, step).map((at) => ({ at, text: decimal(at, decimals) }));
}

function dateTicks(low: number, high: number, marks: number): readonly Tick[] {
  const step = TIME_STEPS.find((each) => (high - low) / each <= marks);
  if (step === undefined) return monthTicks(low, high, marks);
  const isManyDays = Math.floor(low / DAY) !== Math.floor(high / DAY);
  return multiples(low, high, step).map((at) => {
    const text = new Date(at).toISOString();
    if (step >= DAY) return { at, text: text.slice(0, 10) };
    const clock = step >= MINUTE ? text.slice(11, 16) : step >= SECOND ? text.slice(11, 19) : text.slice(14, 23);
    return { at, text: isManyDays ? `${text.slice(5, 10)} ${clock}` : clock };
  });
}

function monthTicks(low: number, high: number, marks: number): readonly Tick[] {
  const step = MONTH_STEPS.find((months) => (high - low) / (months * MONTH) <= marks) ?? MONTH_STEPS.at(-1)!;
  const monthOf = (at: number): number => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  return multiples(monthOf(low), monthOf(high), step)
    .map((month) => Date.UTC(Math.floor(month / 12), month % 12))
    .filter((at) => at >= low)
    .map((at) => ({ at, text: new Date(at).toISOString().slice(0, 10) }));
}

/** Every name, or every so many that `marks` are left. */
function categoryTicks(categories: readonly string[], marks: number): readonly Tick[] {
  const step = Math.max(1, Math.ceil(categories.length / Math.max(1, marks)));
  return categories.flatMap((text, at) => (at % step === 0 ? [{ at, text }] : []));
}

/** @param marks how many have room, about */
export function axisTicks(axis: AxisValues, [low, high]: readonly [number, number], marks: number): readonly Tick[] {
  switch (axis.kind) {
    case 'linear':
      return linearTicks(low, high, marks);
    case 'date':
      return dateTicks(low, high, marks);
    case 'category':
      return categoryTicks(axis.categories, marks);
  }
}
