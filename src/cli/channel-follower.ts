// The channel that a session was started by in; the release that it comes to name, proved on this machine and ready to run, out.

import { statSync } from 'node:fs';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { UserError } from '../adapters/user-error.ts';
import { SESSION_WAIT_MS } from '../promotion/release/channel-lock.ts';
import { channelHistory, readChannel } from '../promotion/release/channels.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { messageOf, releaseError } from '../promotion/release/release-error.ts';
import { channelPath } from '../promotion/release/release-folders.ts';
import type { Stage } from '../promotion/release/stage.ts';
import type { FollowedChannel, NextRelease, TakenRelease } from '../runner/live/next-release.ts';
import { readSessionHistory } from '../runner/live/session-history.ts';
import { planRun, type RunPlan } from '../runner/run-plan.ts';
import { releasedCode } from './released-code.ts';
import { rollBackFrom } from './roll-back-from.ts';
import { rolledBackText } from './rolled-back-text.ts';

export interface ChannelFollowerOptions {
  readonly home: string;
  readonly store: DatasetStore;
  readonly strategy: string;
  /** Of the channel. */
  readonly stage: Stage;
  /** Whose gates a release must have passed to be run as the session runs it. */
  readonly runsAt: Stage;
  readonly instrument: string | undefined;
  /** What runs now. */
  readonly first: TakenRelease;
}

/** Between two proofs of a release that was refused: a person may have mended meanwhile what it was refused for. */
const PROVE_AGAIN_MS = 60_000;

type Named = Pick<NextRelease, 'release' | 'at' | 'by' | 'action' | 'reason'>;

export class ChannelFollower implements FollowedChannel {
  readonly name: string;
  private readonly options: ChannelFollowerOptions;
  private running: TakenRelease;
  private next: NextRelease | undefined = undefined;
  private proved: RunPlan | undefined = undefined;
  private stamp = '';
  /** The day of the newest proof, and when it ended; Infinity while it goes on. */
  private tried = { day: '', ms: 0 };
  private named: Named;

  constructor(options: ChannelFollowerOptions) {
    const { first, strategy, stage } = options;
    this.options = options;
    this.running = first;
    this.name = `${strategy}@${stage}`;
    this.named = { release: first.release, at: '', by: '', action: 'promote', reason: undefined };
  }

  get runs(): TakenRelease {
    return this.running;
  }

  look(): NextRelease | undefined {
    const { release, at, by, action, reason } = this.read();
    if (release === this.running.release) this.drop();
    else if (this.next?.release !== release || this.next.at !== at) {
      this.drop();
      this.next = { release, at, by, action, reason, state: 'waiting', why: '' };
    }
    return this.next;
  }

  async prove(day: string): Promise<void> {
    const { next } = this;
    if (next?.state !== 'waiting' && !(next?.state === 'refused' && this.isDue(day))) return;
    const proving: NextRelease = { ...next, state: next.state === 'refused' ? 'refused' : 'proving' };
    this.next = proving;
    this.tried = { day, ms: Number.POSITIVE_INFINITY };
    let plan: RunPlan | undefined;
    try {
      plan = await this.planOf(next.release);
      await readSessionHistory(plan, this.options.store, day);
      if (this.next === proving) {
        this.next = { ...next, state: 'ready', why: '' };
        this.proved = plan;
        return;
      }
    } catch (error) {
      const why = error instanceof UserError ? `${error.code}: ${error.message}. ${error.fix}` : messageOf(error);
      if (this.next === proving) this.next = { ...next, state: 'refused', why };
    }
    if (this.tried.day === day) this.tried = { day, ms: performance.now() };
    await closed(plan);
  }

  take(): TakenRelease {
    const { next, proved: plan, running } = this;
    // the channel may have moved since it was looked at: what ran goes on, and the next look sees the channel
    if (next?.state !== 'ready' || plan === undefined) return running;
    this.running = { release: next.release, plan };
    this.next = undefined;
    this.proved = undefined;
    void closed(running.plan);
    return this.running;
  }

  rollBack(by: string, reason: string): string {
    const { home, strategy, stage } = this.options;
    const at = new Date().toISOString();
    const asked = { running: [this.running.release], isUnsure: false, isOnceMore: false };
    const trustedKeys = readTrustedKeys(home);
    const done = rollBackFrom({
      ...{ home, strategy, stage, at, by, reason },
      ...{ trustedKeys, ...asked, waitMs: SESSION_WAIT_MS },
    });
    return rolledBackText(this.name, done).join('; ');
  }

  async close(): Promise<void> {
    await Promise.all([closed(this.proved), closed(this.running.plan)]);
  }

  /** The file is read when it has changed. One that is gone or damaged moves nothing: what runs goes on. */
  private read(): Named {
    const { home, strategy, stage } = this.options;
    try {
      const { ino, size, mtimeMs } = statSync(channelPath(home, strategy, stage));
      const stamp = `${ino} ${size} ${mtimeMs}`;
      if (stamp === this.stamp) return this.named;
      const entry = readChannel(home, strategy, stage);
      if (entry === undefined) return this.named;
      const { release, at, by } = entry;
      const moved = channelHistory(home, strategy, stage).findLast(
        (each) => each.release === release && each.at === at,
      );
      const action = moved?.action === 'rollback' ? 'rollback' : 'promote';
      this.named = { release, at, by, action, reason: moved?.reason };
      this.stamp = stamp;
    } catch (error) {
      if (!(error instanceof UserError || (error instanceof Error && 'syscall' in error))) throw error;
    }
    return this.named;
  }

  private async planOf(release: string): Promise<RunPlan> {
    const { home, strategy, runsAt, instrument } = this.options;
    const { code, thresholds, modelFolder, manifestSha256 } = await releasedCode(home, release, runsAt);
    if (code.strategy.name !== strategy) {
      const message = `Release ${release} is of ${code.strategy.name}, not of ${strategy}`;
      throw releaseError('release-wrong-strategy', message, { fix: 'Point the channel to a release of its strategy' });
    }
    return planRun({ code, instrument, thresholds, modelFolder, manifestSha256 });
  }

  private isDue(day: string): boolean {
    return day !== this.tried.day || performance.now() - this.tried.ms >= PROVE_AGAIN_MS;
  }

  private drop(): void {
    void closed(this.proved);
    this.next = undefined;
    this.proved = undefined;
  }
}

async function closed(plan: RunPlan | undefined): Promise<void> {
  await plan?.model?.predictor.close();
}
