// The host in; nothing out once it has its connection, or after a while without: then the gates say what is missing.

import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../adapters/user-error.ts';
import type { HostOperator } from '../runner/capture/host-operator.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';
import type { CommandContext } from './command-context.ts';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** UserError `vendor-stopped` where it has given up. @param needsRouting whether orders are to be sent */
export async function hostReady(context: CommandContext, operator: HostOperator, needsRouting: boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  let isTold = false;
  for (;;) {
    const { vendor } = await operator.ask<{ readonly vendor: VendorStatus }>('status');
    const { process: state, market, routing } = vendor;
    if (state.kind === 'stopped') {
      const { reason, fix = 'See qt host status' } = state;
      throw new UserError({ code: 'vendor-stopped', message: `The host has no connection: ${reason}`, fix });
    }
    const isReady = market.state === 'connected' && (!needsRouting || routing.state === 'connected');
    if (isReady || performance.now() >= endMs) return;
    if (!isTold) context.say('Waiting for the connection of the host');
    isTold = true;
    await sleep(LOOK_EVERY_MS);
  }
}
