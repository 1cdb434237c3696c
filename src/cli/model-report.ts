// The text of a training.json in; what the validation found, figure by figure for people, out.

import { z } from 'zod';

const loss = z.object({ loss: z.number(), baseline: z.number() });
const passes = z.object({ candles: z.number(), passed: z.number(), meanReturn: z.number().nullable() });
const rows = z.object({ training: z.number(), validation: z.number() });
const members = z.object({
  ...{ name: z.string(), role: z.string(), kind: z.string(), weights: z.record(z.string(), z.number()) },
  /** Not known of models that were exported before it was told. */
  files: z.array(z.object({ file: z.string(), regimes: z.array(z.string()) })).optional(),
});
const memberOnFolds = z.object({
  ...{ member: z.string(), regime: z.string(), weight: z.number() },
  ...{ rows: z.number(), loss: z.number(), baseline: z.number() },
});
const path = z.object({ trades: z.array(z.number()), netReturn: z.array(z.number()), paysOnAllPaths: z.boolean() });

const report = z.discriminatedUnion('schemaVersion', [
  z.object({
    ...{ schemaVersion: z.literal(1), rows },
    members: z.array(z.object({ file: z.string(), validation: loss })),
    passes: z.record(z.string(), z.record(z.string(), passes)),
  }),
  /** Of an ensemble per regime. */
  z.object({
    ...{ schemaVersion: z.literal(2), rows },
    members: z.array(members),
    /** What each lost on rows that its models of the splits did not know. */
    memberStatistics: z.array(memberOnFolds).optional(),
    /** Of validation candles, by preset and regime. */
    passes: z.record(z.string(), z.record(z.string(), passes)).optional(),
    paths: z.record(z.string(), path),
    statistics: z.array(z.record(z.string(), z.unknown())),
  }),
]);

export type ModelReport = z.infer<typeof report>;

/** Undefined for no text, or one of another form: it is for people, and not every model has one. */
export function modelReport(text: string | undefined): ModelReport | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = report.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function reportLines(of: ModelReport): readonly string[] {
  const counted = `rows: ${of.rows.training} to train, ${of.rows.validation} to validate`;
  return [counted, ...[...reportFigures(of)].map(([figure, value]) => `  ${figure}: ${value}`)];
}

/** Figures by name, numbers or text, as two models are compared by them. */
export function reportFigures(of: ModelReport): ReadonlyMap<string, string> {
  return new Map(of.schemaVersion === 1 ? memberFigures(of) : ensembleFigures(of));
}

function* memberFigures({ members, passes: presets }: ModelReport & { schemaVersion: 1 }): Generator<[string, string]> {
  for (const { file, validation } of members) {
    yield [`validation loss of ${file}`, lossText(validation)];
  }
  yield* passFigures(presets);
}

function* passFigures(presets: (ModelReport & { schemaVersion: 1 })['passes']): Generator<[string, string]> {
  for (const [preset, regimes] of Object.entries(presets)) {
    for (const [regime, { candles, passed, meanReturn }] of Object.entries(regimes)) {
      const mean = meanReturn === null ? '' : `, mean move ${basisPoints(meanReturn)} before costs`;
      yield [`${preset} in ${regime}`, `${passed} of ${candles} validation candles pass${mean}`];
    }
  }
}

function* ensembleFigures({
  members,
  memberStatistics = [],
  passes: presets = {},
  paths,
  statistics,
}: ModelReport & { schemaVersion: 2 }): Generator<[string, string]> {
  for (const { name, role, kind, weights } of members) {
    const shares = Object.entries(weights).map(([regime, weight]) => `${regime} ${weight.toFixed(3)}`);
    yield [`member ${name}`, `${kind}, ${role}, weights ${shares.join(', ') || 'none'}`];
  }
  for (const { member, regime, weight, rows: count, ...lost } of memberStatistics) {
    const files = members.find(({ name }) => name === member)?.files ?? [];
    const file = files.find(({ regimes }) => regimes.includes(regime))?.file ?? member;
    const leftOut = weight === 0 ? ', left out' : '';
    yield [`out-of-fold loss of ${file} in ${regime}`, `${lossText(lost)} on ${count} rows${leftOut}`];
  }
  yield* passFigures(presets);
  for (const [regime, { trades, netReturn, paysOnAllPaths }] of Object.entries(paths)) {
    const net = netReturn.map(basisPoints).join(', ');
    const pays = paysOnAllPaths ? 'pays on all' : 'does NOT pay on all';
    yield [`paths in ${regime}`, `${trades.join(', ')} trades, ${net} after costs: ${pays}`];
  }
  for (const { split, regime, rows: count, log_loss: found, share_loss: shares, sign_right: right } of statistics) {
    const signs = typeof right === 'number' ? `, sign right ${(right * 100).toFixed(1)} %` : '';
    const losses =
      typeof found === 'number' && typeof shares === 'number'
        ? `log loss ${found.toFixed(4)}, knowing nothing ${shares.toFixed(4)}`
        : 'no losses';
    yield [`split ${split} in ${regime}`, `${count} rows, ${losses}${signs}`];
  }
}

/** Squared returns are small: what counts of them are digits, not places. */
function lossText({ loss: found, baseline }: z.infer<typeof loss>): string {
  const text = (value: number): string => (baseline < 0.1 && value > 0 ? value.toPrecision(4) : value.toFixed(4));
  // rows of one class, or of one move: saying so loses nothing
  if (baseline === 0) return `${text(found)}, baseline 0`;
  const gain = (1 - found / baseline) * 100;
  return `${text(found)}, baseline ${text(baseline)} (${Math.abs(gain).toFixed(1)} % ${gain < 0 ? 'worse' : 'better'})`;
}

function basisPoints(share: number): string {
  return `${(share * 1e4).toFixed(2)} bp`;
}
