// Where releases, channels, their histories and candidates lie under a home, and which release ids there are.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { releaseError } from './release-error.ts';
import type { Stage } from './stage.ts';

const ID = /^[0-9a-f]{64}$/;
const STRATEGY = /^[a-z][a-z0-9-]{0,39}$/;
const CHANNELS = 'channels';
const CANDIDATES = 'candidates';
export const APPROVALS = 'approvals';
const CARDS = 'cards';
/** Folders beside those of the strategies: no strategy has such a name. */
export const NO_STRATEGY: ReadonlySet<string> = new Set([CHANNELS, CANDIDATES, APPROVALS, CARDS]);
const CHANNEL_FILE = /^([a-z][a-z0-9-]{0,39})\.(?:paper|demo|live)\.json$/;

export interface ReleaseRef {
  readonly strategy: string;
  readonly id: string;
  readonly dir: string;
}

export function releasesFolder(home: string): string {
  return join(home, 'releases');
}

export function releaseDir(home: string, strategy: string, id: string): string {
  return join(releasesFolder(home), strategy, id);
}

/** Beside the folder of the release. */
export function newestEntryPath(home: string, { strategy, id }: Omit<ReleaseRef, 'dir'>): string {
  return `${releaseDir(home, strategy, id)}.ledger`;
}

/** Throws UserError `release-not-found` when the name could be no strategy's, so that no path leaves the folder. */
export function channelPath(home: string, strategy: string, stage: Stage): string {
  return join(releasesFolder(home), CHANNELS, `${checked(strategy)}.${stage}.json`);
}

export function historyPath(home: string, strategy: string, stage: Stage): string {
  return join(releasesFolder(home), CHANNELS, `${checked(strategy)}.${stage}.history.jsonl`);
}

export function candidatesPath(home: string, strategy: string): string {
  return join(releasesFolder(home), CANDIDATES, `${checked(strategy)}.jsonl`);
}

/** The page that shows a release to a person. */
export function cardPath(home: string, { strategy, id }: Omit<ReleaseRef, 'dir'>): string {
  return join(releasesFolder(home), CARDS, checked(strategy), `${id}.html`);
}

function checked(strategy: string): string {
  if (STRATEGY.test(strategy)) return strategy;
  throw releaseError('release-not-found', `${strategy} is no name of a strategy`, {
    fix: 'Names are in kebab-case, at most 40 characters',
  });
}

/** Every release folder of one strategy or of all, by strategy and id. They are not verified. */
export function releaseRefs(home: string, strategy?: string): readonly ReleaseRef[] {
  const root = releasesFolder(home);
  const strategies =
    strategy === undefined ? names(root).filter((name) => !NO_STRATEGY.has(name) && STRATEGY.test(name)) : [strategy];
  return strategies.flatMap((each) =>
    names(join(root, each))
      .filter((id) => ID.test(id))
      .map((id) => ({ strategy: each, id, dir: releaseDir(home, each, id) })),
  );
}

/** Strategies that have a channel or a release. */
export function releasedStrategies(home: string): readonly string[] {
  const channels = names(join(releasesFolder(home), CHANNELS)).map((name) => CHANNEL_FILE.exec(name)?.[1]);
  const known = channels.filter((name) => name !== undefined);
  return [...new Set([...known, ...releaseRefs(home).map((ref) => ref.strategy)])].sort();
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
