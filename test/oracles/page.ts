// Takes what every comparison measured; gives the page docs/indicator-oracles.md.

import { type Outcome, TOLERANCE } from './compare.ts';
import type { Comparison } from './oracle.ts';
import { edgeSets, type OracleSet, realSets } from './oracle-sets.ts';

/** Outcomes of the checks of a comparison on all sets of a kind. */
export interface Measured {
  readonly comparison: Comparison;
  /** Undefined where the machine lacks the real data. */
  readonly real: readonly Outcome[] | undefined;
  readonly edge: readonly Outcome[];
}

const NAMES: Readonly<Record<Comparison['oracle'], string>> = {
  'TA-Lib': 'TA-Lib',
  TTR: 'TTR',
  reference: 'definition',
};

/** Numbers of features in a cell read better one by one. */
function idsOf(checks: Comparison['usual']): string {
  return checks.map(({ spec }) => `\`${spec.meta.id}\``).join(', ');
}

function keysOf({ usual, oracle }: Comparison): string {
  const keys = [...new Set(usual.map(({ key }) => key.replaceAll('|', '\\|')))];
  return `${NAMES[oracle]}: ${keys.map((key) => `\`${key}\``).join(', ')}`;
}

/** The power of ten at or above: a page that says less is true for longer. */
export function powerAbove(deviation: number): string {
  if (deviation === 0) return '0';
  const power = Math.max(-16, Math.ceil(Math.log10(deviation)));
  return `1e${power}`;
}

export function largest(outcomes: readonly Outcome[] | undefined): number {
  return Math.max(0, ...(outcomes ?? []).map(({ deviation }) => deviation));
}

/** The cells that no measurement changes: which features, which oracle, what differs. */
export function fixedCells(comparison: Comparison): readonly [ids: string, oracle: string, difference: string] {
  return [idsOf(comparison.usual), keysOf(comparison), comparison.difference ?? ''];
}

function row({ comparison, real, edge }: Measured): string {
  const [ids, oracle, difference] = fixedCells(comparison);
  const shown = [real === undefined ? 'not measured' : powerAbove(largest(real)), powerAbove(largest(edge))];
  return `| ${[ids, oracle, ...shown, difference].join(' | ')} |`;
}

const setLine = ({ name, meaning }: OracleSet) => `- \`${name}\`: ${meaning}`;

const HEAD = `# Oracles of the indicators

What every indicator of the catalogue is held against, and how far it lies from it at most. \`npm test -- test/oracles\` compares;
\`node test/oracles/make-page.ts\` measures anew and writes this page.

- **TA-Lib**: values that TA-Lib computed (\`test/oracles/generate-ta-lib.cjs\`). An expression of several functions is a chain of them.
- **TTR**: values of R's package TTR (\`test/oracles/generate-ttr.R\`), for what TA-Lib lacks.
- **definition**: a slow computation from the published definition, in \`test/oracles/references/\`, at every candle.

The vectors lie in \`test/oracles/vectors/\`; of the real sets they hold the sha256 of the file and 36 values per output (the first
ones, the last, and others spread over the run), of the edge cases all. The test needs neither TA-Lib nor R.

A deviation is |ours − oracle| / max(|oracle|, floor), where the floor is one tick for what is in points and stands in the comparison
for the rest: near a zero crossing the rounding of the prices alone is more than 1e-9 of the value. Figures are rounded up to a power of ten; none may
exceed ${TOLERANCE.toExponential()}. No unstable period is left out: the seeds are the oracle's, so values are compared from the first one on, and but for
what the last column says the first one stands at the same candle. On real sets the parameters are the catalogue's; on edge cases they are shorter ones.
`;

export function pageOf(measured: readonly Measured[], sources: readonly string[]): string {
  const lines = [
    HEAD,
    `Oracles: ${sources.join('; ')}. Sets:\n`,
    ...[...realSets, ...edgeSets].map(setLine),
    '',
    '| features | oracle | real data | edge cases | difference |',
    '|---|---|---|---|---|',
    ...measured.map(row),
  ];
  return `${lines.join('\n')}\n`;
}
