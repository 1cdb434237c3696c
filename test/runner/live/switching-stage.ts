// Nothing in; a running session on a started stage whose channel a test moves, and what is looked at of it, out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import type { ControlStatus } from '../../../src/runner/live/control-messages.ts';
import type { LiveOptions, LiveRun } from '../../../src/runner/live/live-options.ts';
import type { FollowedChannel, NextRelease, TakenRelease } from '../../../src/runner/live/next-release.ts';
import { runLive } from '../../../src/runner/live/run-live.ts';
import { until } from '../../end-to-end/host-stage.ts';
import type { LiveStage } from './live-stage.ts';
import { eager, startedStage } from './started-stage.ts';

export const OLD = 'a'.repeat(64);
export const NEW = 'b'.repeat(64);
const AT = '2025-08-05T14:00:00.000Z';
/** Beyond a stop or a target of the strategy. */
export const JUMP = 20;

/** A channel that the test moves; its releases are proved at once. */
class MovedChannel implements FollowedChannel {
  readonly name = 'tested@demo';
  refusal = '';
  proved = 0;
  private readonly other: TakenRelease;
  private next: NextRelease | undefined = undefined;

  constructor(other: TakenRelease) {
    this.other = other;
  }

  move(action: 'promote' | 'rollback', reason?: string): void {
    this.next = { release: this.other.release, action, by: 'Ana', at: AT, reason, state: 'waiting', why: '' };
  }

  moveBack(): void {
    this.next = undefined;
  }

  look(): NextRelease | undefined {
    return this.next;
  }

  async prove(): Promise<void> {
    this.proved += 1;
    const why = this.refusal;
    this.next = { ...this.next!, state: why === '' ? 'ready' : 'refused', why };
  }

  take(): TakenRelease {
    this.next = undefined;
    return this.other;
  }

  rollBack(_by: string, reason: string): string {
    this.move('rollback', reason);
    return 'tested@demo: aaaa -> bbbb';
  }
}

export interface Running {
  readonly stage: LiveStage;
  readonly channel: MovedChannel;
  readonly options: LiveOptions;
  readonly runs: Promise<readonly LiveRun[]>;
  status(): Promise<ControlStatus>;
  ended(): Promise<readonly LiveRun[]>;
}

export async function runningSession(changes: Partial<LiveOptions> = {}): Promise<Running> {
  const stage = await startedStage();
  const { plan } = await stage.options(eager);
  const channel = new MovedChannel({ release: NEW, plan });
  const options = await stage.options(eager, { release: OLD, channel, ...changes });
  const runs = runLive(options);
  const ask = async <T>(use: (client: ControlClient) => Promise<T>): Promise<T> => {
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    try {
      return await use(client);
    } finally {
      client.close();
    }
  };
  const ended = async (): Promise<readonly LiveRun[]> => {
    stage.stopWish = 'flatten';
    return runs;
  };
  return { stage, channel, options, runs, status: () => ask((client) => client.status()), ended };
}

export const isProtected = ({ broker }: LiveStage): boolean =>
  broker.position !== 0 && broker.working.some(({ request }) => request.role === 'target');

export const entries = ({ broker }: LiveStage): number =>
  broker.orders.filter(({ request }) => request.role === 'entry').length;

export async function releaseRuns({ stage, status }: Running, release: string): Promise<ControlStatus> {
  return await until(`release ${release.slice(0, 4)}`, async () => {
    const found = runningSessions(stage.home)[0];
    if (found === undefined || found.waiting !== undefined) return false;
    const shown = await status().catch(() => undefined);
    return shown?.release === release && shown;
  });
}

export function notesOf(run: LiveRun): string {
  return readFileSync(join(run.folder, 'notes.jsonl'), 'utf8');
}
