// What a round trip costs in; an objective out that makes scores into positions that earn most after costs.

import { UserError } from '../../../adapters/user-error.ts';
import type { CustomObjective, ObjectiveRows } from './custom-objective.ts';

export interface ProfitOptions {
  /** Of a round trip, in units of the label: 0 or more. */
  readonly cost: number;
  /** A typical size of the label, above 0, such as its mean without sign: hessians are in units of it, which `minChildWeight` counts. */
  readonly unit: number;
}

/** Positions below this stand for none: there the cost grows like a square, not with a corner, so that 0 can be held. */
const CORNER = 0.05;
/** The second derivative of tanh(f / 2) stays below it. */
const CURVATURE = 0.2;

/**
 * For a regression whose label is the return of the trade: a score f is the position s = tanh(f / 2), -1 to 1, and the loss is minus the
 * profit, `cost * |s| - label * s`, in units (the corner of |s| at 0 is rounded). It pays for being right where much moves and for staying out where costs are more than is
 * to be had; how often a model is right plays no part. The profit is not concave in f: instead of its second derivative a bound on it
 * is given, so that a step overshoots nowhere. @throws UserError `bad-option`
 */
export function profitObjective({ cost, unit }: ProfitOptions): CustomObjective {
  const bad = (field: string, value: number, fix: string): UserError =>
    new UserError({ code: 'bad-option', message: `${field} is ${value}`, field, fix });
  if (!(cost >= 0 && Number.isFinite(cost))) throw bad('cost', cost, 'Give 0 or more, in units of the label');
  if (!(unit > 0 && Number.isFinite(unit))) throw bad('unit', unit, 'Give a typical size of the label, above 0');
  return {
    derivatives: ({ scores, label, weight }, gradient, hessian) => {
      for (let i = 0; i < scores.length; i++) {
        const position = Math.tanh(scores[i]! / 2);
        const slope = (1 - position * position) / 2;
        const size = Math.hypot(position, CORNER);
        const own = weight[i]! / unit;
        gradient[i] = own * ((cost * position) / size - label[i]!) * slope;
        const corner = (cost * CORNER * CORNER * slope * slope) / (size * size * size);
        hessian[i] = own * (CURVATURE * (cost + Math.abs(label[i]!)) + corner);
      }
    },
    loss: (rows) => meanLoss(rows, cost, unit),
  };
}

function meanLoss({ scores, label, weight }: ObjectiveRows, cost: number, unit: number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const position = Math.tanh(scores[i]! / 2);
    sum += weight[i]! * (cost * (Math.hypot(position, CORNER) - CORNER) - label[i]! * position);
    total += weight[i]!;
  }
  return sum / (total * unit);
}
