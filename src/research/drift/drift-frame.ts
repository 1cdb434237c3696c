// A report about drift in; a row for each finding, and bars of what has moved most, out.

import { Frame } from '../frames/frame.ts';
import type { Figure } from '../plots/figure.ts';
import { importanceFigure } from '../plots/importance-figure.ts';
import type { DriftReport } from './drift-report.ts';

/**
 * Columns subject, name, severity, figure, days, rows, live, reference, shift, low, high (95 %), psi, psi_by_chance, ks, outside, not_ready (shares),
 * probability (of chance), adjusted (for all rows), advice; sorted as the report is.
 */
export function driftFrame({ findings }: DriftReport): Frame {
  return Frame.fromRows(
    findings.map(({ shift, psiByChance, notReady, psi, ks, outside, probability, adjusted, advice, ...head }) => ({
      ...{ subject: head.subject, name: head.name, severity: head.severity, figure: head.figure },
      ...{ days: shift?.days, rows: head.rows, live: shift?.mean, reference: shift?.reference },
      ...{ shift: shift?.shift, low: shift?.low, high: shift?.high, psi, psi_by_chance: psiByChance, ks, outside },
      ...{ not_ready: notReady, probability, adjusted, advice },
    })),
    { kinds: KINDS },
  );
}

const KINDS = Object.fromEntries(
  [
    ...['live', 'reference', 'shift', 'low', 'high', 'psi', 'psi_by_chance', 'ks', 'outside', 'not_ready'],
    ...['probability', 'adjusted'],
  ].map((name) => [name, 'float' as const]),
);

/** Inputs and predictions by their stability index, or by the shift of their mean where no reference gives one. UserError `figure-input`. */
export function driftFigure({ findings, heldAgainst }: DriftReport): Figure {
  const shown = findings.filter(({ subject }) => subject === 'input' || subject === 'prediction');
  const isStability = heldAgainst === 'runs';
  return importanceFigure({
    importances: new Map(shown.map(({ name, psi, shift }) => [name, isStability ? psi : shift?.shift])),
    unit: isStability ? 'population stability index' : 'shift of the mean, in deviations of training',
    title: 'Drift against the reference',
  });
}
