// Faults as the watches of one instrument see them in; each kept once, with what was seen first, until the epoch ends.

import type { InputFaultKind } from './input-fault.ts';

export interface SeenFault {
  readonly kind: InputFaultKind;
  readonly value: number;
  readonly limit: number;
  /** Received time, microseconds UTC. */
  readonly timeUs: number;
}

export class FaultLog {
  /** In order of appearance. */
  readonly latched: SeenFault[] = [];
  /** Latched faults that nobody was told of yet. */
  untold = 0;
  /** Whether a person was told of any: what nobody reads troubles nobody. */
  isTold = false;
  /** Records that were kept out. */
  refused = 0;
  private readonly kinds = new Set<InputFaultKind>();

  latch(kind: InputFaultKind, value: number, limit: number, timeUs: number): void {
    if (this.kinds.has(kind)) return;
    this.kinds.add(kind);
    this.latched.push({ kind, value, limit, timeUs });
    this.untold += 1;
  }

  /** A record that enters nothing: false, for its watch to hand on. */
  refuse(kind: InputFaultKind, value: number, limit: number, timeUs: number): false {
    this.refused += 1;
    this.latch(kind, value, limit, timeUs);
    return false;
  }
}
