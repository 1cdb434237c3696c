// A home in; what its host says of itself, of the vendor and of the clocks out, asked now and then while a session runs.

import { HostOperator } from '../capture/host-operator.ts';
import type { LiveFacts } from '../host/live-facts.ts';
import type { VendorStatus } from '../host/vendor/vendor-port.ts';
import type { HostView } from './live-gates.ts';

interface HostStatus {
  readonly vendor: VendorStatus;
  readonly accounts?: readonly { readonly account: string; readonly killed: string | null }[];
}

/** Keeps one connection; a host that is gone is asked again at the next look. */
export class HostLook {
  view: HostView = { kind: 'unasked' };
  private readonly home: string;
  private readonly name: string;
  private operator: HostOperator | undefined = undefined;
  private asking: Promise<HostView> | undefined = undefined;

  constructor(home: string, name: string) {
    this.home = home;
    this.name = name;
  }

  /** Never rejects: what went wrong is in the view. One look at a time. */
  look(): Promise<HostView> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** As it is now; `gone` where the host takes longer than that. */
  async lookWithin(ms: number): Promise<HostView> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HostView>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'gone', reason: `no answer in ${ms} ms` }), ms);
    });
    try {
      return await Promise.race([this.look(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.operator?.close();
  }

  private async ask(): Promise<HostView> {
    try {
      if (this.operator?.isGone !== false) this.operator = await HostOperator.connect(this.home, this.name);
      const { vendor, accounts } = await this.operator.ask<HostStatus>('status');
      const latched = (accounts ?? []).filter(({ killed }) => killed !== null);
      const killed = Object.fromEntries(latched.map((each) => [each.account, each.killed!]));
      const facts = await this.operator.ask<LiveFacts>('live.status').catch(() => undefined);
      this.view = { kind: 'told', vendor, facts, killed };
    } catch (error) {
      this.view = { kind: 'gone', reason: error instanceof Error ? error.message : String(error) };
    }
    return this.view;
  }
}
