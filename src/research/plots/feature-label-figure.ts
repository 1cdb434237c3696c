// A feature and a label of the same rows in; the mean of the label per bin of the feature with its confidence, counts, and a sample of the rows out.

import { integer } from '../report/number-format.ts';
import { Figure } from './figure.ts';
import { badInput, commonLength, type NumberColumn, numbersOf } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { BLUE, GREY } from './palette.ts';
import { type Binning, valueBins } from './value-bins.ts';

/** Rows of the scatter at most, evenly over all. */
export const MAX_SAMPLED_ROWS = 2_000;
/** Bins at most. */
export const MAX_BINS = 200;
/** Values from which a bin has a band: the standard error of fewer says nothing. */
const LEAST_IN_BAND = 5;
/** Of a two-sided 95 % of the normal distribution. */
const Z95 = 1.96;

export interface FeatureLabelRequest {
  readonly feature: NumberColumn;
  readonly label: NumberColumn;
  readonly featureName?: string | undefined;
  readonly labelName?: string | undefined;
  /** Default 20. */
  readonly bins?: number | undefined;
  /** Default `count`. */
  readonly binning?: Binning | undefined;
  readonly title?: string | undefined;
}

/** One bin of the feature. */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly feature: number;
  readonly label: number;
  /** Half of the 95 % interval of the mean; undefined where there are too few. */
  readonly half: number | undefined;
}

function binsOf(
  feature: Float64Array,
  label: Float64Array,
  binOf: Int32Array,
  edges: readonly number[],
): readonly Bin[] {
  const count = edges.length - 1;
  const [n, sumX, sumY] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  binOf.forEach((bin, row) => {
    n[bin]! += 1;
    sumX[bin]! += feature[row]!;
    sumY[bin]! += label[row]!;
  });
  const squares = new Float64Array(count);
  binOf.forEach((bin, row) => {
    squares[bin]! += (label[row]! - sumY[bin]! / n[bin]!) ** 2;
  });
  return Array.from(n, (size, bin) => ({
    from: edges[bin]!,
    to: edges[bin + 1]!,
    count: size,
    feature: sumX[bin]! / size,
    label: sumY[bin]! / size,
    half: size < LEAST_IN_BAND ? undefined : (Z95 * Math.sqrt(squares[bin]! / (size - 1))) / Math.sqrt(size),
  })).filter(({ count: size }) => size > 0);
}

/** Bars from edge to edge; bins of one value have no width, and stand at it. */
function barPlaces(bins: readonly Bin[]): JsonObject {
  if (bins.some(({ from, to }) => from === to)) return { x: bins.map(({ feature }) => feature) };
  return { x: bins.map(({ from, to }) => (from + to) / 2), width: bins.map(({ from, to }) => to - from) };
}

function binTraces(bins: readonly Bin[], labelName: string): readonly JsonObject[] {
  const banded = bins.filter(({ half }) => half !== undefined);
  const x = banded.map(({ feature }) => feature);
  const edge = {
    type: 'scatter',
    mode: 'lines',
    x,
    line: { width: 0, color: BLUE },
    hoverinfo: 'skip',
    showlegend: false,
  };
  const band: readonly JsonObject[] =
    banded.length < 2
      ? []
      : [
          { ...edge, name: 'lower end', y: banded.map(({ label, half }) => label - half!) },
          {
            ...edge,
            name: '95 % of the mean',
            y: banded.map(({ label, half }) => label + half!),
            ...{ fill: 'tonexty', fillcolor: 'rgba(31,131,196,0.2)', showlegend: true },
          },
        ];
  const mean = {
    type: 'scatter',
    mode: 'lines+markers',
    name: plotText(`mean of ${labelName}`),
    x: bins.map(({ feature }) => feature),
    y: bins.map(({ label }) => label),
    text: bins.map(({ count }) => `${integer(count)} rows`),
    line: { color: BLUE, width: 2 },
    marker: { color: BLUE, size: 6 },
    hovertemplate: '%{x:.6g}: %{y:.6g} (%{text})<extra></extra>',
  };
  const counts = {
    type: 'bar',
    name: 'rows',
    showlegend: false,
    ...barPlaces(bins),
    y: bins.map(({ count }) => count),
    yaxis: 'y2',
    marker: { color: GREY, line: { color: '#ffffff', width: 0.5 } },
    hovertemplate: '%{x:.6g}: %{y:,} rows<extra></extra>',
  };
  return [...band, mean, counts];
}

/**
 * Rows without a feature or a label are left out and counted below the title. The band takes rows as independent; labels that
 * overlap in time are not, and it is too narrow for them. Limits: MAX_BINS, MAX_SAMPLED_ROWS. UserError `figure-input`.
 */
export function featureLabelFigure(request: FeatureLabelRequest): Figure {
  const { featureName = 'feature', labelName = 'label', bins = 20, binning = 'count' } = request;
  if (!Number.isInteger(bins) || bins < 2 || bins > MAX_BINS) {
    throw badInput('bins', `There cannot be ${bins} bins`, `Choose 2 to ${MAX_BINS}`);
  }
  const [features, labels] = [numbersOf('feature', request.feature), numbersOf('label', request.label)];
  const rows = commonLength({ feature: features, label: labels });
  const known = [...features.keys()].filter((row) => !Number.isNaN(features[row]) && !Number.isNaN(labels[row]));
  if (known.length === 0) {
    throw badInput('feature', 'No row has both a feature and a label', 'Give columns of which some rows have both');
  }
  const feature = Float64Array.from(known, (row) => features[row]!);
  const label = Float64Array.from(known, (row) => labels[row]!);
  const { edges, binOf } = valueBins(feature, bins, binning);
  const sampled = Math.min(known.length, MAX_SAMPLED_ROWS);
  const sample = Array.from({ length: sampled }, (_, i) => Math.floor((i * known.length) / sampled));
  const remarks = [
    `${integer(known.length)} rows`,
    known.length < rows ? `${integer(rows - known.length)} without a value left out` : '',
    sampled < known.length ? `${integer(sampled)} of them as points` : '',
  ];
  const scatter: JsonObject = {
    type: 'scatter',
    mode: 'markers',
    name: 'rows',
    x: sample.map((row) => feature[row]!),
    y: sample.map((row) => label[row]!),
    ...{ xaxis: 'x2', yaxis: 'y3', marker: { color: BLUE, size: 4, opacity: 0.35 } },
    hovertemplate: '%{x:.6g}, %{y:.6g}<extra></extra>',
  };
  const xTitle = { title: { text: plotText(featureName) } };
  const layout = layoutOf(
    request.title ?? `${labelName} by ${featureName}`,
    {
      xaxis: { ...AXIS, ...xTitle, domain: [0, 0.5], anchor: 'y2' },
      yaxis: { ...AXIS, domain: [0.28, 1], zeroline: true, title: { text: plotText(`mean of ${labelName}`) } },
      yaxis2: { ...AXIS, domain: [0, 0.2], title: { text: 'rows' }, rangemode: 'tozero', nticks: 3 },
      xaxis2: { ...AXIS, ...xTitle, domain: [0.6, 1], anchor: 'y3' },
      yaxis3: { ...AXIS, anchor: 'x2', zeroline: true, title: { text: plotText(labelName) } },
      hovermode: 'closest',
    },
    remarks.filter((remark) => remark !== '').join(', '),
  );
  return new Figure({ data: [...binTraces(binsOf(feature, label, binOf, edges), labelName), scatter], layout });
}
