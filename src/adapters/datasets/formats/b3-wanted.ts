// What the user wants of a file that holds a whole market in; whether an instrument of it is meant out.

import { parseSymbol } from '../../../core/market/symbol.ts';
import type { ImportSession } from '../importing/import-session.ts';

/** Names that can stand in the store; B3 has no other. */
const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

export function isSymbol(name: string): boolean {
  return SYMBOL.test(name);
}

/** The instruments of one import, and how many rows of others were passed over. */
export class WantedInstruments {
  private readonly wanted: string | undefined;
  private readonly root: string | undefined;
  private others = 0;

  /** A root or a continuous name means all contracts of the root; undefined means every instrument of the file. */
  constructor(wanted: string | undefined) {
    this.wanted = wanted;
    const parsed = wanted === undefined ? undefined : parseSymbol(wanted);
    this.root = parsed !== undefined && parsed.kind !== 'dated' ? parsed.root : undefined;
  }

  has(symbol: string): boolean {
    if (this.wanted === undefined || this.wanted === symbol) return true;
    return this.root !== undefined && parseSymbol(symbol)?.root === this.root;
  }

  /** A good row of an instrument that is not wanted. */
  passOver(session: ImportSession): void {
    session.rowsSkipped++;
    this.others++;
  }

  /** To be called after the last row. */
  tell(session: ImportSession): void {
    if (this.others > 0) session.notices.push(`${this.others} rows of other instruments than ${this.wanted} left out`);
  }
}
