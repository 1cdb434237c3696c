// The settings of a vendor process -> the library loaded with the best feed of this machine, its calls by name.

import { DirectFeed } from '../../../adapters/profit-dll/feed/direct-feed.ts';
import type { Feed } from '../../../adapters/profit-dll/feed/feed.ts';
import { loadNativeFeed } from '../../../adapters/profit-dll/feed/native-feed.ts';
import type { LibraryFacts } from '../../../adapters/profit-dll/library-facts.ts';
import { ProfitLibrary } from '../../../adapters/profit-dll/profit-library.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { VendorProcessSettings } from './vendor-protocol.ts';

/** What the vendor process needs of a library; a test may give another. */
export interface LoadedLibrary {
  readonly feed: Feed;
  /** Why it is not the native feed. */
  readonly feedNote: string | undefined;
  readonly facts: LibraryFacts | undefined;
  /** 0 responsive, 1 frozen; undefined on builds that cannot tell. */
  readonly health: (() => Promise<number>) | undefined;
  /**
   * Rejects for a name that is no call, and with CallExpiredError for one that sends or changes orders and has not begun by
   * `notAfterMs` of `machineNowMs`. A late cancel is still wanted, a late order is not.
   */
  call(method: string, args: readonly unknown[], notAfterMs: number): Promise<unknown>;
}

/** Calls that the host may make. The life of the library is not among them: it belongs to the process. */
const VENDOR_CALLS = [
  'getServerClock',
  'getHealthStatus',
  'setDebugLog',
  'setOrderHistory',
  'setDayTrade',
  'subscribe',
  'unsubscribe',
  'getPriceDepthCount',
  'getPriceLevel',
  'getTheoreticalValues',
  'requestHistoryTrades',
  'requestTickerInfo',
  'getLastDailyClose',
  'getAgentName',
  'getAccounts',
  'getAccountsByBroker',
  'getSubAccounts',
  'getAccountDetails',
  'replayAccounts',
  'sendOrder',
  'changeOrder',
  'cancelOrder',
  'cancelOrders',
  'cancelAllOrders',
  'zeroPosition',
  'getOrderDetails',
  'hasOrdersInInterval',
  'enumerateOrders',
  'enumeratePositionAssets',
  'getPosition',
] as const satisfies readonly (keyof ProfitLibrary)[];
/** Calls with one argument that must not be made late. */
const TIMELY: ReadonlySet<string> = new Set<(typeof VENDOR_CALLS)[number]>([
  'sendOrder',
  'changeOrder',
  'zeroPosition',
]);

/** The working folder is the one that the process was started in. */
export function loadLibrary(settings: VendorProcessSettings): LoadedLibrary {
  const { dllPath, versionBytes } = settings;
  const { feed, note } = feedFor(settings);
  const library = ProfitLibrary.load({ dllPath, feed, workingFolder: process.cwd(), versionBytes });
  const canTellHealth = library.facts.present.includes('GetHealthStatus');
  return {
    feed,
    feedNote: note,
    facts: library.facts,
    health: canTellHealth ? async () => ((await library.getHealthStatus()) === 'frozen' ? 1 : 0) : undefined,
    call: (method, args, notAfterMs) => callOf(library, method, args, notAfterMs),
  };
}

function feedFor(settings: VendorProcessSettings): { readonly feed: Feed; readonly note: string | undefined } {
  const { feed: wanted, ringRecords, depthLevels } = settings;
  if (wanted === 'direct') return { feed: new DirectFeed(), note: 'the direct feed was asked for' };
  const native = loadNativeFeed({ ringRecords, depthLevels });
  if (native.kind === 'native') return { feed: native.feed, note: undefined };
  if (wanted === 'auto') return { feed: new DirectFeed(), note: native.reason };
  throw new UserError({
    code: 'native-feed-missing',
    message: `The native feed cannot be loaded: ${native.reason}`,
    fix: 'Set the feed to auto in the settings of the machine: then the slower direct one takes its place.',
  });
}

async function callOf(
  library: ProfitLibrary,
  method: string,
  args: readonly unknown[],
  notAfterMs: number,
): Promise<unknown> {
  const name = VENDOR_CALLS.find((known) => known === method);
  if (name === undefined) throw new Error(`${method} is no call of the vendor library`);
  // the arguments are those of the method: whoever calls is typed, and both ends are of one version
  const call = library[name] as (...args: unknown[]) => Promise<unknown>;
  return await call.apply(library, TIMELY.has(name) ? [args[0], notAfterMs] : [...args]);
}
