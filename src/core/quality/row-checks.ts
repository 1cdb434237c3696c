// The context of a part goes in; the state of all rules that have something to say about it comes out, and takes its rows.

import { type Finding, type Verdict, verdictOf } from './finding.ts';
import type { PartContext, RowCheck, RowColumns } from './row-rule.ts';
import { ROW_RULES, RULES_VERSION } from './row-rules.ts';

/** What the gate says about a part. */
export interface Inspection {
  readonly rulesVersion: number;
  readonly verdict: Verdict;
  /** In the order of the rules. */
  readonly findings: readonly Finding[];
}

/** A block of this many rows stays in the processor's cache while one rule after the other reads it. */
export const BLOCK_ROWS = 4096;

export class RowChecks {
  /** Rows that were looked at. */
  rowCount = 0;
  private readonly checks: readonly RowCheck[];

  constructor(context: PartContext) {
    const rules = ROW_RULES.filter(({ kinds }) => kinds.includes(context.kind));
    this.checks = rules.map((rule) => rule.start(context)).filter((check) => check !== undefined);
  }

  /** The next rows of the part: those from `from` up to, not including, `to` of the columns. */
  rows(columns: RowColumns, from: number, to: number): void {
    for (let start = from; start < to; start += BLOCK_ROWS) {
      const end = Math.min(to, start + BLOCK_ROWS);
      const offset = this.rowCount - start;
      for (const check of this.checks) check.rows(columns, start, end, offset);
      this.rowCount += end - start;
    }
  }

  /** `ended` says that the day is over, so that what never came is missed. May be asked at any moment. */
  inspection(ended: boolean): Inspection {
    const findings = this.checks.map((check) => check.finding(ended)).filter((finding) => finding !== undefined);
    return { rulesVersion: RULES_VERSION, verdict: verdictOf(findings), findings };
  }
}
