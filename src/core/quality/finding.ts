// What a rule of the quality gate says about rows of market data: how bad, how many, which ones, in words.

/** `refuse` keeps a part out of promotion and live; `warn` is for a person to look at; `note` only tells. */
export const SEVERITIES = ['note', 'warn', 'refuse'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `clean`: no finding. */
export type Verdict = 'clean' | Severity;

/** More rows are counted, not listed. */
export const MAX_EXAMPLES = 10;

/** One of the rows found. */
export interface Example {
  /** Place in the part, from 0; absent where no single row is meant. */
  readonly row?: number;
  /** Microseconds UTC. */
  readonly timeUs?: number;
  /** The day meant, where the finding is about several. */
  readonly day?: string;
  /** What stands there, in a few words. */
  readonly what: string;
}

export interface Finding {
  /** Id of the rule, kebab-case. */
  readonly rule: string;
  readonly severity: Severity;
  /** Rows (or days, or pairs, as the rule says) that it found; at least 1. */
  readonly rows: number;
  /** One plain sentence with the figures that matter and what they probably mean. */
  readonly detail: string;
  /** The first ones. */
  readonly examples: readonly Example[];
  /** Figures for programs: a factor, a share, an offset. */
  readonly values?: Readonly<Record<string, number | string>>;
}

/** The worst severity among findings. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  let worst = -1;
  for (const { severity } of findings) worst = Math.max(worst, SEVERITIES.indexOf(severity));
  return SEVERITIES[worst] ?? 'clean';
}
