// Wrong lines that are left out: all of them by their numbers, not the first ones only.

import { BadLines } from '../../../src/adapters/datasets/text/bad-lines.ts';

export interface Rejection {
  readonly column: number;
  readonly field: string;
  readonly message: string;
}

export class CollectedBadLines extends BadLines {
  private readonly rejected: Map<number, Rejection>;

  constructor(file: string, rejected: Map<number, Rejection>) {
    super(file, true);
    this.rejected = rejected;
  }

  override rejectLine(line: number, column: number, field: string, why: string): void {
    super.rejectLine(line, column, field, why);
    const { message } = this.listed.pop()!;
    this.rejected.set(line, { column, field, message });
  }
}
