// A day whose book was recorded order by order runs as one whose book was recorded level by level.
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partRef } from '../../src/adapters/datasets/part-path.ts';
import type { PartColumns } from '../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { levelsOfOrders } from '../../src/core/candles/levels-of-orders.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, Kind } from '../../src/core/market/event-record.ts';
import type { PriceGrid } from '../../src/core/market/instrument.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { OrderAction } from '../../src/core/market/order-message.ts';
import { codeFromSource, type EngineCode } from '../../src/runner/engine-code.ts';
import { planRun } from '../../src/runner/run-plan.ts';
import { SessionFeeds } from '../../src/runner/session-feeds.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { buys, testStrategy } from '../support/test-strategy.ts';
import { type SessionStory, storyOf } from './session-story.ts';
import { DAY, runDay, storeDays } from './synthetic-run.ts';

const CONTRACT = 'WDOJ27';
const MINUTE = { kind: 'time', us: 60_000_000 } as const;
const strategy = testStrategy(buys);

type Message = readonly [
  timeUs: number,
  order: number,
  action: number,
  flags: number,
  id: number,
  price: number,
  quantity: number,
];

/** One order stands at each level, and changes as the level does. */
function ordersOf({ time_us, order, flags, price, quantity }: PartColumns): PartColumns {
  const resting = new Map<string, number>();
  const messages: Message[] = [];
  let lastId = 0;
  for (let row = 0; row < time_us!.length; row++) {
    const bits = flags![row]!;
    const at = [time_us![row]!, order![row]!] as const;
    if ((bits & BOOK_CLEAR) !== 0) {
      resting.clear();
      messages.push([...at, OrderAction.clear, BOOK_MORE, 0, 0, 0]);
    }
    const key = `${bits & BOOK_ASK} ${price![row]}`;
    const known = resting.get(key);
    const id = known ?? ++lastId;
    const left = quantity![row]!;
    if (left > 0) resting.set(key, id);
    else resting.delete(key);
    const { add, modify, remove, inform } = OrderAction;
    const action = left > 0 ? (known === undefined ? add : modify) : known === undefined ? inform : remove;
    messages.push([...at, action, bits & (BOOK_ASK | BOOK_MORE), id, price![row]!, left]);
  }
  const names = ['time_us', 'order', 'action', 'flags', 'order_id', 'price', 'quantity'];
  return Object.fromEntries(names.map((name, at) => [name, Float64Array.from(messages, (each) => each[at]!)]));
}

/** A day with its book told in this way; by levels, as the same orders make them. */
async function homeWith(book: 'levels' | 'orders' | 'both' | 'none'): Promise<string> {
  const home = temporaryFolder('feeds-orders');
  await storeDays(home, 4);
  const store = openStore(home);
  const { manifest, columns } = await store.readProven(partRef(store.root, CONTRACT, 'levels', DAY));
  // a quote would tell the best prices once more
  for (const kind of ['quotes', 'levels'] as const) {
    const { path, manifestPath } = partRef(store.root, CONTRACT, kind, DAY);
    rmSync(manifestPath);
    rmSync(path);
  }
  const { quality: _, ...origin } = manifest;
  const orders = ordersOf(columns);
  const levels = levelsOfOrders(orders, instrumentOf(CONTRACT)!);
  if (book === 'orders' || book === 'both')
    await store.writeDay({ ...origin, kind: 'orders', bookSource: 'orders', columns: orders });
  if (book === 'levels' || book === 'both') await store.writeDay({ ...origin, columns: levels });
  return home;
}

interface Run {
  readonly story: SessionStory;
  readonly bookChanges: number;
  readonly kinds: readonly string[];
}

async function run(home: string): Promise<Run> {
  const { story, observer } = storyOf(DAY);
  let bookChanges = 0;
  const counting: typeof observer = {
    ...observer,
    onEvent(batch, index) {
      if (batch.kindAt(index) === Kind.bookChange) bookChanges += 1;
      observer.onEvent(batch, index);
    },
  };
  const plan = await planRun({ code: codeFromSource(strategy) });
  const { info } = await runDay(home, plan, { record: false, observer: counting });
  return { story, bookChanges, kinds: info.datasets.map(({ path }) => path.split('/')[2]!) };
}

function feedsOf(home: string, code: EngineCode): SessionFeeds {
  return new SessionFeeds({
    ...{ store: openStore(home), code, requested: ['WDOFUT'], from: DAY, to: DAY },
    ...{ candle: '1m', interval: MINUTE, warmupCandles: 0, capitalBrl: 50_000 },
  });
}

describe('a day of trades and orders', () => {
  it('is decided and filled as the same day of trades and levels, and not as one without a book', async () => {
    const [byOrders, byLevels, blind] = [
      await run(await homeWith('orders')),
      await run(await homeWith('levels')),
      await run(await homeWith('none')),
    ];
    expect([byOrders.kinds, byLevels.kinds, blind.kinds]).toEqual([
      ['trades', 'orders'],
      ['trades', 'levels'],
      ['trades'],
    ]);
    expect([byOrders.bookChanges > 10_000, blind.bookChanges]).toEqual([true, 0]);
    expect(byOrders.story.answers.length).toBeGreaterThan(10);
    expect(byOrders.story).toEqual(byLevels.story);
    expect(byOrders.story.answers).not.toEqual(blind.story.answers);
  });

  it('has its book from the levels where both are there, and counts what it reads', async () => {
    const { kinds } = await run(await homeWith('both'));
    expect(kinds).toEqual(['trades', 'levels']);
    const home = await homeWith('orders');
    const feeds = feedsOf(home, codeFromSource(strategy));
    await feeds.nextSession();
    expect(feeds.parts.map(({ kind, bookSource }) => [kind, bookSource])).toEqual([
      ['trades', 'levels'],
      ['orders', 'orders'],
    ]);
  });

  it('has its book by the code that decides, on the tick that this code knows', async () => {
    const source = codeFromSource(strategy);
    const asked: PriceGrid[] = [];
    const code: EngineCode = {
      ...source,
      instrumentOf: (symbol) => {
        const known = source.instrumentOf(symbol);
        return known === undefined ? undefined : { ...known, symbol: `${known.symbol} of the release` };
      },
      levelsOfOrders: (columns, grid) => {
        asked.push(grid);
        return source.levelsOfOrders(columns, grid);
      },
    };
    const session = await feedsOf(await homeWith('orders'), code).nextSession();
    expect(asked.map(({ symbol }) => symbol)).toEqual([`${CONTRACT} of the release`]);
    expect(session!.market.length).toBeGreaterThan(10_000);
  });
});
