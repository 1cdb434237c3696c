// Predicted probabilities and what happened in; how often it happened per bin of the prediction, with its confidence and counts, out.

import { integer } from '../report/number-format.ts';
import { Figure } from './figure.ts';
import { badInput, commonLength, type NumberColumn, numbersOf } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf } from './figure-layout.ts';
import { BLUE, GREY } from './palette.ts';

/** Of a two-sided 95 % of the normal distribution. */
const Z95 = 1.96;
const MAX_BINS = 100;

export interface CalibrationRequest {
  /** 0 to 1. */
  readonly probability: NumberColumn;
  /** 1 or true where it happened, 0 or false where it did not. */
  readonly outcome: NumberColumn;
  /** Equally wide; default 10. */
  readonly bins?: number | undefined;
  readonly title?: string | undefined;
}

interface Bin {
  readonly middle: number;
  readonly count: number;
  readonly predicted: number;
  readonly observed: number;
  /** Ends of the 95 % interval of the observed share. */
  readonly low: number;
  readonly high: number;
}

/** The interval of Wilson (1927) for a share of few: it stays within 0 and 1 and is right at both of them. */
export function wilsonInterval(hits: number, count: number): readonly [low: number, high: number] {
  const share = hits / count;
  const square = Z95 ** 2;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2))) / (1 + square / count);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function checked(request: CalibrationRequest): { readonly probability: Float64Array; readonly outcome: Float64Array } {
  const probability = numbersOf('probability', request.probability);
  const outcome = numbersOf('outcome', request.outcome);
  commonLength({ probability, outcome });
  const bad = probability.findIndex((value) => value < 0 || value > 1);
  if (bad >= 0) {
    const fix = 'A probability is between 0 and 1, both included';
    throw badInput('probability', `probability has ${probability[bad]} in row ${bad}`, fix);
  }
  const odd = outcome.findIndex((value) => !Number.isNaN(value) && value !== 0 && value !== 1);
  if (odd >= 0) throw badInput('outcome', `outcome has ${outcome[odd]} in row ${odd}`, 'Write 1 or true, 0 or false');
  return { probability, outcome };
}

function binsOf(
  probability: Float64Array,
  outcome: Float64Array,
  rows: readonly number[],
  bins: number,
): readonly Bin[] {
  const [n, sum, hits] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (const row of rows) {
    const bin = Math.min(bins - 1, Math.floor(probability[row]! * bins));
    n[bin]! += 1;
    sum[bin]! += probability[row]!;
    hits[bin]! += outcome[row]!;
  }
  return Array.from(n, (count, bin) => {
    const [low, high] = count === 0 ? [0, 0] : wilsonInterval(hits[bin]!, count);
    return { middle: (bin + 0.5) / bins, count, predicted: sum[bin]! / count, observed: hits[bin]! / count, low, high };
  }).filter(({ count }) => count > 0);
}

function traces(bins: readonly Bin[], width: number): readonly JsonObject[] {
  const x = bins.map(({ predicted }) => predicted);
  const even = { type: 'scatter', mode: 'lines', name: 'as predicted', x: [0, 1], y: [0, 1], hoverinfo: 'skip' };
  return [
    { ...even, line: { color: GREY, width: 1, dash: 'dash' } },
    {
      type: 'scatter',
      mode: 'lines+markers',
      name: 'observed, 95 %',
      x,
      y: bins.map(({ observed }) => observed),
      error_y: {
        type: 'data',
        symmetric: false,
        array: bins.map(({ high, observed }) => Math.max(0, high - observed)),
        arrayminus: bins.map(({ low, observed }) => Math.max(0, observed - low)),
        ...{ color: BLUE, thickness: 1 },
      },
      text: bins.map(({ count }) => `${integer(count)} rows`),
      line: { color: BLUE, width: 2 },
      marker: { color: BLUE, size: 7 },
      hovertemplate: 'predicted %{x:.3f}, observed %{y:.3f} (%{text})<extra></extra>',
    },
    {
      type: 'bar',
      name: 'rows',
      showlegend: false,
      x: bins.map(({ middle }) => middle),
      width,
      y: bins.map(({ count }) => count),
      yaxis: 'y2',
      marker: { color: GREY },
      hovertemplate: '%{y:,} rows<extra></extra>',
    },
  ];
}

/** Rows without a prediction or an outcome are left out and counted; bins without a row have no point. UserError `figure-input`. */
export function calibrationFigure(request: CalibrationRequest): Figure {
  const { bins = 10, title = 'Calibration' } = request;
  if (!Number.isInteger(bins) || bins < 2 || bins > MAX_BINS) {
    throw badInput('bins', `There cannot be ${bins} bins`, `Choose 2 to ${MAX_BINS}`);
  }
  const { probability, outcome } = checked(request);
  const known = [...probability.keys()].filter((row) => !Number.isNaN(probability[row]) && !Number.isNaN(outcome[row]));
  if (known.length === 0) {
    throw badInput(
      'probability',
      'No row has both a probability and an outcome',
      'Give columns of which some rows have both',
    );
  }
  const brier = known.reduce((total, row) => total + (probability[row]! - outcome[row]!) ** 2, 0) / known.length;
  const without = probability.length - known.length;
  const remark = `${integer(known.length)} rows, Brier score ${brier.toFixed(4)}${without > 0 ? `, ${integer(without)} rows without a value left out` : ''}`;
  const layout = layoutOf(
    title,
    {
      xaxis: { ...AXIS, range: [0, 1], anchor: 'y2', title: { text: 'predicted probability' } },
      yaxis: { ...AXIS, domain: [0.28, 1], range: [0, 1.02], title: { text: 'observed share' } },
      yaxis2: { ...AXIS, domain: [0, 0.2], title: { text: 'rows' }, rangemode: 'tozero', nticks: 3 },
      hovermode: 'closest',
    },
    remark,
  );
  return new Figure({ data: traces(binsOf(probability, outcome, known, bins), 0.9 / bins), layout });
}
