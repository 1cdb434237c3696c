// The library itself: can it be loaded, does it log in, is its clock right, does it come to an end.

import { DirectFeed } from '../../../adapters/profit-dll/feed/direct-feed.ts';
import type { Feed } from '../../../adapters/profit-dll/feed/feed.ts';
import { loadNativeFeed } from '../../../adapters/profit-dll/feed/native-feed.ts';
import { ProfitLibrary } from '../../../adapters/profit-dll/profit-library.ts';
import { localMsOf, nowLocalMs } from '../brasilia-clock.ts';
import { type Bench, type Check, failed, type LoadedBench, type Outcome, ok, within } from '../check.ts';
import { FeedWatch } from '../feed-watch.ts';

const MINUTE_MS = 60_000;
/** More than this between the server's clock and ours makes every time stamp doubtful. */
const CLOCK_SKEW_MAX_MS = 2_000;

const LOGIN_FAULTS: Readonly<Record<string, string>> = {
  '0,1': 'The login is invalid: check the user with qt secrets set user',
  '0,2': 'The password is wrong: set it with qt secrets set password; too many trials block it',
  '0,3': 'The password is blocked: unblock it at the vendor',
  '0,4': 'The password has expired: change it at the vendor, then qt secrets set password',
  '3,1':
    'The activation key is not valid for this mode: check it, and whether the licence includes routing (--market-only)',
};

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['s', 1_000],
] as const;

/** In the largest unit of which there are two. */
function spanText(ms: number): string {
  const [name, unitMs] = UNITS.find(([, unit]) => ms >= 2 * unit) ?? ['ms', 1];
  return `${Math.round(ms / unitMs)} ${name}`;
}

function feedFor(wanted: Bench['settings']['feed']): { readonly feed: Feed; readonly note: string } {
  if (wanted === 'direct') return { feed: new DirectFeed(), note: 'asked for' };
  const native = loadNativeFeed();
  if (native.kind === 'native') return { feed: native.feed, note: 'native' };
  if (wanted === 'native') throw new Error(`the native feed cannot be loaded: ${native.reason}`);
  return { feed: new DirectFeed(), note: native.reason };
}

const load: Check = {
  id: 'load',
  title: 'The library loads, and has the functions and layouts',
  needs: [],
  deadlineMs: () => MINUTE_MS,
  async run(bench: Bench): Promise<Outcome> {
    const { dllPath, workingFolder, versionBytes, feed: wanted } = bench.settings;
    const { feed, note } = feedFor(wanted);
    bench.library = ProfitLibrary.load({ dllPath, feed, workingFolder, versionBytes });
    bench.watch = new FeedWatch(feed);
    const { fileVersion, fileBytes, present, absent } = bench.library.facts;
    const figures = {
      ...{ version: fileVersion ?? 'unknown', bytes: fileBytes, feed: feed.kind, feedNote: note },
      ...{ exports: present.length, absent },
    };
    const lacks = absent.length === 0 ? 'every function' : `${present.length} functions, without ${absent.join(', ')}`;
    return ok(`version ${fileVersion ?? 'unknown'}, ${lacks}; ${feed.kind} feed`, figures);
  },
};

function isConnected({ watch, settings }: LoadedBench): boolean {
  const isMarket = (watch.state(2) ?? 0) >= 4;
  const isRouting = settings.login.mode === 'market' || watch.states.some((s) => s.type === 1 && s.result === 5);
  return isMarket && isRouting;
}

const login: Check = {
  id: 'login',
  title: 'Login, market data and routing connect',
  needs: ['load'],
  deadlineMs: ({ loginMs }) => loginMs + MINUTE_MS,
  async run(bench) {
    const { library, watch, settings } = bench;
    void watch.follow();
    const began = performance.now();
    await library.initialise(settings.login);
    const initialiseMs = Math.round(performance.now() - began);
    const faultOf = (): string | undefined =>
      watch.states.map(({ type, result }) => LOGIN_FAULTS[`${type},${result}`]).find((fault) => fault !== undefined);
    await within(settings.loginMs, () => isConnected(bench) || faultOf() !== undefined);
    const states = watch.states.map(({ type, result, atMs }) => `(${type},${result}) ${atMs} ms`);
    const figures = { initialiseMs, states };
    const tookMs = Math.round(performance.now() - began);
    if (isConnected(bench) && tookMs > settings.loginMs) {
      const fix = 'Check the network and try again; a host gives up such a login, and begins it anew';
      return failed(`connected only after ${spanText(tookMs)}`, fix, figures);
    }
    if (isConnected(bench)) return ok(`connected after ${watch.states.at(-1)?.atMs ?? 0} ms`, figures);
    const fault = faultOf();
    if (fault !== undefined) return failed('the login was refused', fault, figures);
    const fix = 'Check the network and that no other program uses this activation key; send this report if it stays';
    return failed(`not connected after ${spanText(tookMs)}`, fix, figures);
  },
};

const clock: Check = {
  id: 'clock',
  title: 'The clock of the server and the health of the library',
  needs: ['login'],
  deadlineMs: () => MINUTE_MS,
  async run({ library }) {
    const skewMs = localMsOf(await library.getServerClock()) - nowLocalMs();
    const health = (await library.getHealthStatus()) ?? 'not told by this build';
    const figures = { skewMs, health };
    if (health === 'frozen')
      return failed('the library says that it is frozen', 'Close other programs and try again', figures);
    if (Math.abs(skewMs) <= CLOCK_SKEW_MAX_MS)
      return ok(`the clocks differ by ${skewMs} ms; health: ${health}`, figures);
    return failed(
      `the clock of the server is ${spanText(Math.abs(skewMs))} ${skewMs < 0 ? 'behind' : 'ahead of'} this machine's`,
      "Switch the synchronisation of this machine's clock on",
      figures,
    );
  },
};

const end: Check = {
  id: 'end',
  title: 'The library stops',
  needs: ['login'],
  deadlineMs: () => MINUTE_MS,
  async run({ library }) {
    const began = performance.now();
    const { overflowed, reservedOverflowed, untranslated, longestCallbackNs, messages } = library.feed.counters();
    await library.finalise();
    const stopMs = Math.round(performance.now() - began);
    library.feed.wake();
    const figures = { stopMs, messages, overflowed, reservedOverflowed, untranslated, longestCallbackNs };
    if (overflowed + reservedOverflowed + untranslated === 0)
      return ok(`stopped after ${stopMs} ms, nothing was lost`, figures);
    return failed('messages of the vendor were lost', 'Close other programs, and use the native feed', figures);
  },
};

export const LIBRARY_CHECKS = { load, login, clock, end };
