// The ways by which people are told, and what becomes of alerts, in; a word for those at the machine while nobody is told, and its gate, out.

import type { AlertSeverity } from '../../adapters/alerts/outgoing-alert.ts';
import type { LiveGate } from '../live/live-options.ts';
import type { AlertOutcome } from './alert-outcome.ts';

export interface AlertWay {
  readonly name: string;
  /** The least severity that it is told. */
  readonly level: AlertSeverity;
}

export const SET_ALERTS =
  'Set telegram, email or webhook in alerts of machine.json (docs/alerts.md), then try them: qt alerts test';

interface Fault {
  readonly what: string;
  readonly todo: string;
}

/** It never holds trading back: a person who watches the screen may trade without. */
export class AlertReach {
  /** Says at any time how it stands then. */
  readonly gate: LiveGate;
  private readonly ways: readonly AlertWay[];
  private readonly say: (text: string) => void;
  /** Alerts in a row that reached nobody. */
  private lost = 0;
  private lastLost = '';
  /** Counted among them, while they are still tried. */
  private readonly late = new Set<string>();

  constructor(ways: readonly AlertWay[], say: (text: string) => void) {
    this.ways = ways;
    this.say = say;
    const current = (): Fault | undefined => this.fault;
    const names = ways.map(({ name, level }) => `${name} from ${level}`).join(', ');
    this.gate = {
      ...{ id: 'alerts', state: 'open' },
      get text() {
        return current()?.what ?? names;
      },
      get warns() {
        return current() !== undefined;
      },
    };
  }

  /** At the start of a session. */
  remind(): void {
    const { fault } = this;
    if (fault !== undefined) this.say(`warning: ${fault.what}. ${fault.todo}`);
  }

  take(outcome: AlertOutcome): void {
    if (outcome.kind === 'delivered') {
      if (this.lost > 0) this.say(`alerts arrive again: by ${outcome.target}`);
      this.lost = 0;
      this.late.clear();
      return;
    }
    if (outcome.kind !== 'undelivered' && outcome.kind !== 'late') return;
    if (outcome.kind === 'late') this.late.add(outcome.alertId);
    else if (this.late.delete(outcome.alertId)) return;
    this.lost += 1;
    this.lastLost = `${outcome.severity} ${outcome.code}`;
    // told once, until one arrives again
    if (this.lost === 1 && this.ways.length > 0) this.remind();
  }

  private get fault(): Fault | undefined {
    if (this.ways.length === 0) return { what: 'ALERTS REACH NOBODY: no way is set that works here', todo: SET_ALERTS };
    if (this.lost === 0) return undefined;
    const names = this.ways.map(({ name }) => name).join(', ');
    return {
      what: `ALERTS REACH NOBODY: ${names} took none of the last ${this.lost}, such as ${this.lastLost}`,
      todo: 'They stand in the folder alerts of the home; find the cause with qt alerts test',
    };
  }
}
