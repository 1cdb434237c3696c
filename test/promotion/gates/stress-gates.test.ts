// A gap moves every price of a day and nothing that was before it; and what stress leaves of a result is judged by day and by run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Kind } from '../../../src/core/market/event-record.ts';
import { GappedFeeds } from '../../../src/promotion/gates/gapped-feeds.ts';
import { GAP_SHARE, stressGates } from '../../../src/promotion/gates/stress-gates.ts';
import type { MarketFeeds } from '../../../src/runner/market-feeds.ts';
import type { RunPlan } from '../../../src/runner/run-plan.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../../src/runner/simulated-run.ts';
import type { SessionFeed } from '../../../src/simulation/session-feed.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';

const home = temporaryFolder('stress-gates');
let plan: RunPlan;
let run: SimulatedRun;
const feeds: SessionFeed[] = [];

/** Keeps the sessions that pass through. */
function kept(source: MarketFeeds): MarketFeeds {
  return new Proxy(source, {
    get: (target, name) => {
      if (name !== 'nextSession') return Reflect.get(target, name, target) as unknown;
      return async () => {
        const feed = await target.nextSession();
        if (feed !== undefined) feeds.push(feed);
        return feed;
      };
    },
  });
}

const checked = (changes: Partial<SimulatedRunOptions>): Promise<SimulatedRun> =>
  runDay(home, plan, { record: false, ...changes });

beforeAll(async () => {
  await storeDays(home, 3);
  plan = await planOf();
  run = await checked({ changedFeeds: kept });
}, 60_000);
afterAll(async () => {
  await plan.model?.predictor.close();
});

describe('a gap at the open', () => {
  it('of nothing is the same run to the bit', async () => {
    const same = await checked({ changedFeeds: (source) => new GappedFeeds(source, 0) });
    expect(same.digest).toBe(run.digest);
  });

  it('moves every price of the day by the same ticks, stays on the grid, and leaves the days before alone', async () => {
    const [feed] = feeds;
    const gapped = await new GappedFeeds(new OneSession(feed!) as unknown as MarketFeeds, GAP_SHARE).nextSession();
    const { market, warmup, instruments } = feed!;
    expect(gapped!.warmup).toBe(warmup);
    const moved = gapped!.market;
    expect(moved.length).toBe(market.length);
    const { tick } = instruments[0]!;
    const shifts = new Set<number>();
    let quotes = 0;
    let changed = 0;
    for (let index = 0; index < market.length; index++) {
      const word = index * 8 + 4;
      const kind = market.kindAt(index);
      const prices = kind === Kind.quote ? 2 : kind === Kind.trade || kind === Kind.bookChange ? 1 : 0;
      if (kind === Kind.quote) quotes++;
      for (let at = word; at < word + prices; at++) {
        if (market.f64[at]! > 0) shifts.add((moved.f64[at]! - market.f64[at]!) / tick);
      }
      // times, sizes and sides are those of the day
      for (const at of [1, 2, 3, ...(prices === 2 ? [6, 7] : [5, 6, 7])]) {
        if (!Object.is(moved.f64[index * 8 + at], market.f64[index * 8 + at])) changed++;
      }
    }
    expect(quotes).toBeGreaterThan(0);
    expect(changed).toBe(0);
    expect(shifts.size).toBe(1);
    const [shift] = shifts;
    expect(Number.isInteger(shift)).toBe(true);
    const first = Array.from({ length: market.length }, (_, k) => k).find((k) => market.kindAt(k) === Kind.trade)!;
    expect(shift! * tick).toBeCloseTo(GAP_SHARE * market.f64[first * 8 + 4]!, -1);
  });
});

class OneSession {
  private feed: SessionFeed | undefined;
  constructor(feed: SessionFeed) {
    this.feed = feed;
  }
  async nextSession(): Promise<SessionFeed | undefined> {
    const { feed } = this;
    this.feed = undefined;
    return feed;
  }
}

describe('the gates of stress', () => {
  const settings = { home, capitalBrl: 50_000 };

  it('run slow orders and a gap either way, and take the worse of the two', async () => {
    const asked: string[] = [];
    const nets = new Map<string, number>();
    const gates = await stressGates(run, settings, async (name, changes) => {
      asked.push(name);
      const stressed = await checked(changes);
      nets.set(name, (stressed.collector.equityE4.at(-1) ?? 0) / 10_000);
      return stressed;
    });
    expect(asked).toEqual(['latency-3', 'gap-up', 'gap-down']);
    const [latency, gap, worst] = gates;
    expect([latency!.id, gap!.id, worst!.id]).toEqual(['stressLatency', 'stressGap', 'stressWorstDays']);
    expect(latency!.value).toBeCloseTo(nets.get('latency-3')!, 4);
    expect(gap!.value).toBeCloseTo(Math.min(nets.get('gap-up')!, nets.get('gap-down')!), 4);
    for (const { passed, value } of [latency!, gap!]) expect(passed).toBe(Number(value) >= 0);
    // one day: the worst of it is the run itself
    expect(worst).toMatchObject({ limit: -10_000, passed: true });
    expect(worst!.value).toBeCloseTo((run.collector.equityE4.at(-1) ?? 0) / 10_000, 4);
  });

  it('fail a loss, and worst days beyond the limit', async () => {
    const loser = { ...run, collector: { ...run.collector, equityE4: run.collector.equityE4.map(() => -200_000_000) } };
    const gates = await stressGates(
      loser as unknown as SimulatedRun,
      settings,
      async () => loser as unknown as SimulatedRun,
    );
    expect(gates.map(({ id, passed, value }) => [id, passed, value])).toEqual([
      ['stressLatency', false, -20_000],
      ['stressGap', false, -20_000],
      ['stressWorstDays', false, -20_000],
    ]);
  });
});
