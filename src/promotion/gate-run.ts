// What checks found, one by one, with a stage and its waivers in; the gates of a promotion out, or the first that stops it.

import type { UserError } from '../adapters/user-error.ts';
import { askedAt, gatesAskedAt } from './gates/gate-table.ts';
import { blockingGates, type CheckedGate, type Gate, type Waiver } from './release/gate.ts';
import { releaseError } from './release/release-error.ts';
import type { Stage } from './release/stage.ts';
import { waiverRefused } from './waivers.ts';

export interface GateRunOptions {
  readonly strategy: string;
  readonly stage: Stage;
  readonly waivers: ReadonlyMap<string, Waiver>;
  /** Goes on after a gate that fails, so that all of them are seen. */
  readonly isDryRun: boolean;
  readonly onGate?: ((gate: Gate) => void) | undefined;
}

export class GateRun {
  readonly gates: Gate[] = [];
  private readonly options: GateRunOptions;

  constructor(options: GateRunOptions) {
    this.options = options;
  }

  get stage(): Stage {
    return this.options.stage;
  }

  get isDryRun(): boolean {
    return this.options.isDryRun;
  }

  asks(id: string): boolean {
    return askedAt({ id }, this.stage) !== 'notAsked';
  }

  /** A gate that is judged again replaces what it said before. Throws UserError `release-gate-failed` unless all are to be seen. */
  add(...checked: readonly CheckedGate[]): void {
    for (const { isMissing, isWished, ...gate } of checked) {
      const asked = askedAt({ id: gate.id, isMissing: isMissing === true }, this.stage);
      const severity = isWished === true ? 'required' : asked;
      if (severity === 'notAsked') continue;
      const waived = gate.passed || severity === 'warning' ? undefined : this.options.waivers.get(gate.id);
      const { id, passed, value, limit, reason, fix } = gate;
      const judged: Gate = {
        ...{ id, passed, severity, value, limit, reason, fix },
        ...(waived === undefined ? {} : { waived }),
      };
      const before = this.gates.findIndex((each) => each.id === id);
      if (before < 0) this.gates.push(judged);
      else this.gates[before] = judged;
      this.options.onGate?.(judged);
      if (!this.options.isDryRun && blockingGates([judged]).length > 0) throw this.failed(judged);
    }
  }

  /** Those that are asked and were not judged, because something before them failed. */
  unmeasured(why: string): void {
    for (const id of this.unjudged()) {
      const [reason, fix] = [`It could not be measured: ${why}`, 'Mend what failed before it, then look again'];
      this.add({ id, passed: false, value: null, limit: null, reason, fix });
    }
  }

  /**
   * After the last one: a gate that is asked and that nothing judged has not passed, and nobody waives it; a waiver that nothing needed is none. Throws
   * UserError `release-gate-failed`, and `waiver-refused` unless all are to be seen.
   */
  finish(): void {
    const why = 'nothing judged it';
    if (this.isDryRun) this.unmeasured(why);
    const [id] = this.unjudged();
    const fix = 'This is an error of the program: report it with the command that was given';
    if (id !== undefined) throw this.failed({ id, reason: why, fix });
    const [refused] = this.refusedWaivers();
    if (!this.isDryRun && refused !== undefined) throw refused;
  }

  private unjudged(): readonly string[] {
    const judged = new Set(this.gates.map(({ id }) => id));
    return gatesAskedAt(this.stage).filter((id) => !judged.has(id));
  }

  /** Waivers of gates that passed: what nobody needs must not stand in a release as if it had been needed. */
  refusedWaivers(): readonly UserError[] {
    return [...this.options.waivers.keys()].flatMap((id) => {
      const gate = this.gates.find((each) => each.id === id);
      if (gate?.waived !== undefined) return [];
      const why = gate?.passed === true ? 'the gate passes' : 'the gate did not fail';
      return [waiverRefused(id, why, `Leave out --waive ${id}`)];
    });
  }

  private failed(gate: Pick<Gate, 'id' | 'reason' | 'fix'>): UserError {
    const { strategy, stage } = this.options;
    const message = `${strategy} is not promoted to ${stage}: gate ${gate.id}: ${gate.reason}`;
    return releaseError('release-gate-failed', message, { field: gate.id, fix: gate.fix });
  }
}
