// What a check of the doctor is, what it may use, and what it answers.

import type { AccountKey } from '../../adapters/profit-dll/calls/order-requests.ts';
import type { AssetName, VendorLogin } from '../../adapters/profit-dll/feed/feed.ts';
import type { ProfitLibrary } from '../../adapters/profit-dll/profit-library.ts';
import type { FeedWatch } from './feed-watch.ts';

/** `not possible`: nothing was found out, for the reason that is told; it is no fault. */
export type CheckState = 'ok' | 'failed' | 'not possible';

/** Numbers and words that a helper wants to see; no secret, no account, no name of a person. */
export type Figures = Readonly<Record<string, number | string | boolean | readonly string[]>>;

export interface Outcome {
  readonly state: CheckState;
  /** One sentence. */
  readonly detail: string;
  /** What to do; with everything but `ok`. */
  readonly fix?: string | undefined;
  readonly figures?: Figures | undefined;
}

export interface CheckResult extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly tookMs: number;
}

export interface TestOrder {
  readonly account: AccountKey;
  readonly password: string;
}

/** What is examined. It holds secrets: it is never printed. */
export interface DoctorSettings {
  readonly dllPath: string;
  readonly workingFolder: string | undefined;
  readonly feed: 'auto' | 'native' | 'direct';
  readonly versionBytes: Readonly<Record<string, number>>;
  readonly login: VendorLogin;
  readonly asset: AssetName;
  /** How long trades are watched. */
  readonly watchMs: number;
  /** How long the connection may take. */
  readonly loginMs: number;
  /** How long history must be quiet after a sign of its end. */
  readonly quietMs: number;
  readonly testOrder: TestOrder | undefined;
}

export interface Bench {
  readonly settings: DoctorSettings;
  /** From the check `load` on. */
  library: ProfitLibrary | undefined;
  watch: FeedWatch | undefined;
  /** Texts that may not stand in the report: accounts and names of people. */
  readonly hide: (text: string) => void;
}

/** After `load`. */
export interface LoadedBench extends Bench {
  library: ProfitLibrary;
  watch: FeedWatch;
}

/** The advice of a check that was not made since its ground is missing. */
export const MEND_FIRST = 'Mend that first';

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Ids of checks without whose success this one means nothing. */
  readonly needs: readonly string[];
  /** After it the library counts as hung. */
  readonly deadlineMs: (settings: DoctorSettings) => number;
  run(bench: LoadedBench): Promise<Outcome>;
}

export const ok = (detail: string, figures?: Figures): Outcome => ({ state: 'ok', detail, figures });
export const failed = (detail: string, fix: string, figures?: Figures): Outcome => ({
  ...{ state: 'failed', detail, fix, figures },
});
export const notPossible = (detail: string, fix: string, figures?: Figures): Outcome => ({
  ...{ state: 'not possible', detail, fix, figures },
});

/** Asks every 20 ms until it holds or the time is over. */
export async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms;
  for (;;) {
    if (await holds()) return true;
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
