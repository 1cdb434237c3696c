// A home in; what its host says of itself, of the vendor and of the clocks out, asked now and then while a session runs.

import { HostOperator } from '../capture/host-operator.ts';
import type { LiveFacts } from '../host/live-facts.ts';
import type { VendorStatus } from '../host/vendor/vendor-port.ts';
import type { HostView } from './live-gates.ts';

/** Keeps one connection; a host that is gone is asked again at the next look. */
export class HostLook {
  view: HostView = { kind: 'unasked' };
  private readonly home: string;
  private readonly name: string;
  private operator: HostOperator | undefined = undefined;
  private isAsking = false;

  constructor(home: string, name: string) {
    this.home = home;
    this.name = name;
  }

  /** Never rejects: what went wrong is in the view. One look at a time. */
  async look(): Promise<HostView> {
    if (this.isAsking) return this.view;
    this.isAsking = true;
    try {
      if (this.operator?.isGone !== false) this.operator = await HostOperator.connect(this.home, this.name);
      const { vendor } = await this.operator.ask<{ readonly vendor: VendorStatus }>('status');
      const facts = await this.operator.ask<LiveFacts>('live.status').catch(() => undefined);
      this.view = { kind: 'told', vendor, facts };
    } catch (error) {
      this.view = { kind: 'gone', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.isAsking = false;
    }
    return this.view;
  }

  close(): void {
    this.operator?.close();
  }
}
