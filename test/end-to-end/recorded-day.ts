// A real day in; played through the simulated library, a vendor process, a host and its recorder, and made a dataset by the host of the next day.
import { join } from 'node:path';
import type { CaptureStatus } from '../../src/runner/capture/host-capture.ts';
import { type HostEnd, HostStage, type StageOptions, until } from './host-stage.ts';
import type { SourceDay } from './source-days.ts';
import { ToldClient } from './told-client.ts';

const US_PER_DAY = 86_400_000_000;

export interface RecordedRun {
  /** Streams that were open during the day: one from its start, one from its midst. */
  readonly early: ToldClient;
  readonly late: ToldClient;
  readonly dayEnd: HostEnd;
  readonly nextEnd: HostEnd;
  /** Records that the feed had no room for, and those of the part that is kept for orders and states. */
  readonly overflowed: number;
  readonly reservedOverflowed: number;
  /** What the host of the next day told of the compaction. */
  readonly finished: CaptureStatus['finished'];
}

export interface RecordOptions extends Pick<StageOptions, 'dllPath' | 'terms' | 'transport'> {
  readonly home: string;
  readonly exchange: string;
  /** Events a second. */
  readonly rate: number;
  readonly patienceMs?: number;
}

export async function recordDay(source: SourceDay, options: RecordOptions): Promise<RecordedRun> {
  const { home, exchange, rate, patienceMs = 60_000 } = options;
  const { ticker, trades, quotes, tape, startUs } = source;
  tape.write(join(home, 'day.tape'));
  const stage = await HostStage.start({ ...options, startUs, commands: ['tape ../day.tape', `rate ${rate}`] });
  try {
    const asset = { ticker, exchange };
    await stage.capture(ticker);
    const early = await ToldClient.open(home, [asset]);
    await until('a third of the day', () => early.trades.length > trades.length / 3, patienceMs);
    const late = await ToldClient.open(home, [asset]);
    const isWhole = ({ trades: told }: ToldClient): boolean => told.length >= trades.length;
    await until('the whole day', () => isWhole(early) && isWhole(late), patienceMs);
    await until(
      'the whole recording',
      async () => {
        const recorded = await stage.recorded();
        return recorded.trades >= trades.length && recorded.quotes >= quotes.length;
      },
      patienceMs,
    );
    const counters = await until('a heartbeat', async () => (await stage.status()).vendor.counters);
    await Promise.all([early.close(), late.close()]);
    const dayEnd = await stage.stop();
    const next = await HostStage.start({ ...options, startUs: startUs + US_PER_DAY, commands: [] });
    const finished = await until(
      'the compaction',
      async () => {
        const status = await next.ask<CaptureStatus>('capture.status');
        return status.compacting === 0 && status.finished.length > 0 && status.finished;
      },
      patienceMs,
    ).finally(() => next.kill());
    const nextEnd = await next.ended;
    return {
      ...{ early, late, dayEnd, nextEnd, finished },
      overflowed: counters.overflowed,
      reservedOverflowed: counters.reservedOverflowed,
    };
  } finally {
    stage.kill();
  }
}
