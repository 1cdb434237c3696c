// What the vendor side tells in; how long its last logins took, from the start of its process until market data and orders came, out.

import type { HostRequest } from './host-requests.ts';
import { ignoreVendor, type VendorPort } from './vendor/vendor-port.ts';

/** The answer to the request `login-time`, milliseconds; null before. */
export interface LoginTimes {
  readonly marketMs: number | null;
  readonly routingMs: number | null;
}

export class LoginTime {
  private startedMs = performance.now();
  private marketMs: number | null = null;
  private routingMs: number | null = null;

  get requests(): Readonly<Record<string, HostRequest>> {
    return { 'login-time': async (): Promise<LoginTimes> => ({ marketMs: this.marketMs, routingMs: this.routingMs }) };
  }

  follow(vendor: VendorPort): void {
    vendor.listen({
      ...ignoreVendor,
      processStarted: () => {
        this.startedMs = performance.now();
        this.marketMs = null;
        this.routingMs = null;
      },
      service: ({ service, state }) => {
        if (state !== 'connected') return;
        const tookMs = Math.round(performance.now() - this.startedMs);
        // a service that comes back has not logged in anew
        if (service === 'market') this.marketMs ??= tookMs;
        else this.routingMs ??= tookMs;
      },
    });
  }
}
