// A figure in; what it shows in a few lines of text, for front ends without pictures, out.

import { type FigureJson, type Json, type JsonObject, listIn, objectIn, textIn } from '../plots/figure-json.ts';
import { plainText } from '../plots/figure-layout.ts';
import { integer } from '../report/number-format.ts';

/** Traces named at most. */
const MOST_TRACES = 12;

function ends(values: readonly Json[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'no values';
  if (known.every((value) => typeof value === 'number')) {
    const [low, high] = known.reduce<[number, number]>(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return low === high ? rounded(low) : `${rounded(low)} to ${rounded(high)}`;
  }
  const [first, last] = [plainText(String(known[0])), plainText(String(known.at(-1)))];
  return first === last ? first : `${first} to ${last}`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(7)));

function traceLine(trace: JsonObject): string {
  const name = plainText(textIn(trace, 'name') ?? String(trace.type));
  if (trace.type === 'heatmap') {
    const rows = listIn(trace, 'z') as unknown as readonly (readonly Json[])[];
    return `  ${name}: ${integer(rows[0]?.length ?? 0)} x ${integer(rows.length)} cells, ${ends(rows.flat())}`;
  }
  const xs = listIn(trace, 'x');
  const ys = trace.type === 'candlestick' ? [...listIn(trace, 'low'), ...listIn(trace, 'high')] : listIn(trace, 'y');
  const what = trace.type === 'candlestick' ? 'candles' : trace.type === 'bar' ? 'bars' : 'points';
  const count = xs.filter((value) => value !== null).length;
  return `  ${name}: ${integer(count)} ${what}, x ${ends(xs)}, y ${ends(ys)}`;
}

export function figureText({ data, layout }: FigureJson): string {
  const title = objectIn(layout, 'title');
  const remark = plainText(textIn(objectIn(title, 'subtitle'), 'text') ?? '');
  const heading = plainText(textIn(title, 'text') ?? 'Figure');
  const more = data.length > MOST_TRACES ? [`  and ${data.length - MOST_TRACES} more`] : [];
  return [
    remark === '' ? heading : `${heading} (${remark})`,
    ...data.slice(0, MOST_TRACES).map(traceLine),
    ...more,
  ].join('\n');
}
