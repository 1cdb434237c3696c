// A sweep's result in; what a person should know of it, in lines of text, out.

import type { Point } from '../../runner/point-choices.ts';
import type { Chosen, SweepResult } from './sweep-result.ts';

const SHOWN = ['sharpe', 'netBrl', 'maxDrawdownBrl', 'trades'];
const FAILURES = 3;

export function sweepText(sweep: SweepResult): string {
  const { definition, results, failed, best, stable, isFinished } = sweep;
  const { strategy, instrument, days, objective, search } = definition;
  const lines = [
    `${strategy.name} on ${instrument}, ${days[0]} to ${days.at(-1)} (${days.length} days): ${results.length} evaluations by ${search.method}${isFinished ? '' : ', NOT FINISHED'}`,
  ];
  for (const [code, of] of Map.groupBy(failed, (each) => each.failed!.code)) {
    const some = of.slice(0, FAILURES).map(({ index }) => index);
    lines.push(
      `${of.length} without a result: ${code}: ${of[0]!.failed!.message} (numbers ${some.join(', ')}${of.length > FAILURES ? ' ...' : ''})`,
    );
  }
  if (best === undefined) return [...lines, `no point has the measure ${objective.measure}`].join('\n');
  lines.push(
    `highest ${objective.measure}`.replace('highest', objective.best),
    ...chosenLines(best, objective.measure),
  );
  if (stable !== undefined && stable.result.index !== best.result.index) {
    lines.push('middle of the best region', ...chosenLines(stable, objective.measure));
  } else if (stable !== undefined) lines.push('it is the middle of the best region too');
  if (best.deflatedSharpe !== undefined && best.deflatedSharpe < 0.95) {
    lines.push('after the choosing among these trials nothing is proven: see qt trials and docs/statistics.md');
  }
  return lines.join('\n');
}

function chosenLines({ result, around, deflatedSharpe }: Chosen, measure: string): readonly string[] {
  const names = [...new Set([measure, ...SHOWN])].filter((name) => name in result.measures);
  const values = names.map((name) => `${name} ${rounded(result.measures[name]!)}`);
  const near =
    around === undefined
      ? []
      : [`${around.points} points around: mean ${rounded(around.mean)}, worst ${rounded(around.worst)}`];
  const deflated = deflatedSharpe === undefined ? [] : [`deflated Sharpe ${deflatedSharpe.toFixed(3)}`];
  return [
    `  ${pointText(result.point)}  (number ${result.index})`,
    `  ${[...values, ...near, ...deflated].join('; ')}`,
  ];
}

export function pointText(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
