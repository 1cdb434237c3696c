// A session as it stands now in; the facts that its gates are judged by out.

import type { EngineContext } from '../../core/engine/engine-context.ts';
import { freeBytes } from './disk-space.ts';
import type { GateFacts } from './live-gates.ts';
import type { LiveMeter } from './live-meter.ts';
import type { PreparedSession } from './prepare-session.ts';
import { heldBy } from './trading-start.ts';

export function gateFacts(
  { options, watch, host, isProtectOnly, nowUs }: PreparedSession,
  context: EngineContext,
  { lastMarketUs, clockOffsetMs }: Pick<LiveMeter, 'lastMarketUs' | 'clockOffsetMs'>,
  told: Pick<GateFacts, 'history' | 'journalBroken' | 'leaving'>,
): GateFacts {
  return {
    ...{ options, plan: options.plan, watch, isProtectOnly, clockOffsetMs, ...told },
    host: host.view,
    mutes: context.epoch === 0 ? ['no epoch yet'] : [...context.mutes.values()],
    held: heldBy(context.state.latches),
    diskFreeBytes: freeBytes(options.home),
    marketSilentMs: lastMarketUs === 0 ? undefined : (nowUs() - lastMarketUs) / 1000,
  };
}
