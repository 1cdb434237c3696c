// The channel of a session and its engine in; when another release may take the place of the one that runs, and what is held back until then, out.

import type { EngineContext } from '../../core/engine/engine-context.ts';
import { startPause } from '../../core/risk/start-pause.ts';
import type { HostExchange } from '../host/host-exchange.ts';
import type { WaitingRelease } from './control-messages.ts';
import { heldOf } from './live-status.ts';
import type { FollowedChannel, NextRelease } from './next-release.ts';
import type { PreparedSession } from './prepare-session.ts';

export interface ReleaseSwitchOptions {
  readonly channel: FollowedChannel;
  /** Id of the release that runs. */
  readonly release: string;
  readonly sessionDay: string;
  readonly context: EngineContext;
  readonly host: Pick<HostExchange, 'inject'>;
  readonly tell: (severity: 'info' | 'warning' | 'critical', code: string, text: string) => void;
}

const ID_SHOWN = 12;
const shown = (release: string): string => release.slice(0, ID_SHOWN);

/**
 * Flat, nothing on its way, and new risk held back by a pause that the engine has heard: then nothing can come between the look and the end
 * of the run. The pause is that of the start, so that the next run lifts it by its gates, and a person's own pause stays a person's.
 */
export class ReleaseSwitch {
  private readonly options: ReleaseSwitchOptions;
  /** What was told last of the release that waits. */
  private told = '';
  private isPausing = false;
  private leaves: string | undefined = undefined;

  private constructor(options: ReleaseSwitchOptions) {
    this.options = options;
  }

  /** Undefined where the session follows no channel. */
  static of(
    { options: { channel, release }, session }: PreparedSession,
    parts: Pick<ReleaseSwitchOptions, 'context' | 'host' | 'tell'>,
  ): ReleaseSwitch | undefined {
    if (channel === undefined || release === null) return undefined;
    return new ReleaseSwitch({ ...parts, channel, release, sessionDay: session.isoDay });
  }

  /** Why nothing new is opened until the other release runs; undefined where that does not hold anything back. */
  get leaving(): string | undefined {
    return this.leaves;
  }

  /** To be asked several times a second. Why the run ends now, so that the next release begins; undefined where it goes on. */
  look(): string | undefined {
    const { channel, release, sessionDay, context } = this.options;
    const next = channel.look();
    if (next === undefined) {
      this.leaves = undefined;
      if (this.told !== '') this.options.tell('info', 'releaseStays', `the channel names ${shown(release)} again`);
      this.told = '';
      return undefined;
    }
    this.tellOnce(next);
    const isFlat = whatIsOpen(context) === undefined;
    if ((next.state === 'waiting' || next.state === 'refused') && isFlat) void channel.prove(sessionDay);
    const isReady = next.state === 'ready' && isFlat;
    // whoever rolls back wants this release to open nothing more, also where the other one would not run here
    this.leaves = next.action === 'rollback' || isReady ? asked(next) : undefined;
    this.holdBack();
    return isReady && context.state.kind !== 'active' ? `${asked(next)} takes its place` : undefined;
  }

  /** For people; null where no other release waits. */
  status(): WaitingRelease | null {
    return nextStatus(this.options.channel, whatIsOpen(this.options.context));
  }

  private holdBack(): void {
    const { context, host } = this.options;
    const { paused } = context.state.latches;
    if (paused !== undefined || this.leaves === undefined) this.isPausing = false;
    else if (!this.isPausing && context.epoch > 0) {
      this.isPausing = true;
      host.inject(startPause);
    }
  }

  private tellOnce(next: NextRelease): void {
    const { release, tell } = this.options;
    const text = `${next.release} ${next.at} ${next.state === 'refused'}`;
    if (text === this.told) return;
    this.told = text;
    const what = asked(next);
    const here = shown(release);
    if (next.state !== 'refused') {
      tell('info', 'releaseWaits', `${what} takes the place of ${here} when nothing is held`);
    } else if (next.action === 'rollback') {
      tell(
        'critical',
        'releaseRefused',
        `${what} does not run here: ${next.why}; ${here} goes on and opens nothing more`,
      );
    } else tell('critical', 'releaseRefused', `${what} does not run here: ${next.why}; ${here} goes on`);
  }
}

/** For people. `open`: what keeps the present release from being left. */
export function nextStatus(channel: FollowedChannel | undefined, open: string | undefined): WaitingRelease | null {
  const next = channel?.look();
  if (next === undefined) return null;
  const { state, why, reason = null, ...rest } = next;
  return { ...rest, state, reason, why: state === 'refused' ? why : (open ?? 'it is being verified') };
}

function asked({ release, action, by, reason = 'no reason given' }: NextRelease): string {
  if (action === 'rollback') return `release ${shown(release)}, gone back to by ${by}: ${reason}`;
  return `release ${shown(release)}, promoted by ${by}`;
}

/** What keeps a release from being left, in words; undefined where nothing is held or on its way, and the orders of before are known. */
function whatIsOpen(context: EngineContext): string | undefined {
  const { account, epoch, mutes } = context;
  if (epoch === 0) return 'the session is starting';
  if (mutes.has('host')) return 'the host is gone';
  const held = Object.entries(heldOf(context)).map(([symbol, quantity]) => `${quantity} ${symbol}`);
  if (held.length > 0) return `holds ${held.join(', ')}`;
  const working = account.working().length;
  return working === 0 ? undefined : `orders that are not over: ${working}`;
}
