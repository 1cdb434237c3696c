// Rows that a rule found, one by one, go in; their number and the first of them come out as a finding.

import { type Example, type Finding, MAX_EXAMPLES, type Severity } from '../../finding.ts';

/** A time that is none is left out. */
export function exampleAt(row: number, timeUs: number, what: string): Example {
  return Number.isFinite(timeUs) ? { row, timeUs, what } : { row, what };
}

/** Hot loops write `if (log.count++ < MAX_EXAMPLES) log.list(...)`, so that no text is made for rows that are only counted. */
export class RowLog {
  count = 0;
  private readonly listed: Example[] = [];

  /** `row` is the part's row number. */
  list(row: number, timeUs: number, what: string): void {
    if (this.listed.length === MAX_EXAMPLES) return;
    this.listed.push(exampleAt(row, timeUs, what));
  }

  /** The finding of the rows counted so far; undefined while there are none. */
  finding(
    rule: string,
    severity: Severity,
    detail: string,
    values?: Readonly<Record<string, number | string>>,
  ): Finding | undefined {
    if (this.count === 0) return undefined;
    const finding = { rule, severity, rows: this.count, detail, examples: this.listed.slice() };
    return values === undefined ? finding : { ...finding, values };
  }
}
