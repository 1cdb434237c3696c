// What a user types to name a release (folder, strategy@stage, id or its beginning, channel file) in; its folder out.

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readChannelFile } from './channel-file.ts';
import { requireChannel } from './channels.ts';
import { releaseError } from './release-error.ts';
import { releaseDir, releaseRefs } from './release-folders.ts';
import { STAGES, type Stage } from './stage.ts';

export interface ResolvedRelease {
  readonly dir: string;
  /** What the name promises, to be checked by `verifyRelease`; undefined where it promises nothing. */
  readonly strategy: string | undefined;
  readonly stage: Stage | undefined;
  readonly via: 'folder' | 'channel' | 'id';
}

const CHANNEL_NAME = /^([a-z][a-z0-9-]{0,39})@([a-z]+)$/;
const ID_PREFIX = /^[0-9a-f]{4,64}$/;
const CHANNEL_FILE = /^([a-z][a-z0-9-]{0,39})\.(paper|demo|live)\.json$/;
const AMBIGUOUS_SHOWN_MAX = 5;

/**
 * Only names are resolved here, nothing is verified. An id may be shortened to its first 4 characters or more. Throws
 * UserError `release-not-found`, `release-ambiguous`, `channel-missing`, `channel-invalid`.
 */
export function resolveRelease(home: string, spec: string): ResolvedRelease {
  const channel = CHANNEL_NAME.exec(spec);
  if (channel !== null) return byChannelName(home, channel[1]!, channel[2]!);
  if (ID_PREFIX.test(spec)) return byId(home, spec);
  const path = resolve(spec);
  if (!existsSync(path)) throw notFound(spec);
  if (statSync(path).isDirectory()) return { dir: path, strategy: undefined, stage: undefined, via: 'folder' };
  return byChannelFile(path);
}

/** The channel that a name means; undefined where it names a release, a folder or a file. */
export function channelNamed(spec: string): { readonly strategy: string; readonly stage: Stage } | undefined {
  const [, strategy, name] = CHANNEL_NAME.exec(spec) ?? [];
  const stage = STAGES.find((each) => each === name);
  return strategy === undefined || stage === undefined ? undefined : { strategy, stage };
}

function byChannelName(home: string, strategy: string, stageName: string): ResolvedRelease {
  const stage = STAGES.find((each) => each === stageName);
  if (stage === undefined) {
    throw releaseError('release-not-found', `${stageName} is no stage`, { fix: `Use one of ${STAGES.join(', ')}` });
  }
  const { release } = requireChannel(home, strategy, stage);
  return { dir: releaseDir(home, strategy, release), strategy, stage, via: 'channel' };
}

function byId(home: string, prefix: string): ResolvedRelease {
  const found = releaseRefs(home).filter((ref) => ref.id.startsWith(prefix));
  const [first, ...others] = found;
  if (first === undefined) throw notFound(prefix);
  if (others.length > 0) {
    const shown = found.slice(0, AMBIGUOUS_SHOWN_MAX).map((ref) => `${ref.strategy}/${ref.id}`);
    throw releaseError('release-ambiguous', `${prefix} begins ${found.length} releases: ${shown.join(', ')}`, {
      fix: 'Give more characters of the id, or the folder',
    });
  }
  return { dir: first.dir, strategy: first.strategy, stage: undefined, via: 'id' };
}

/** The release is looked for beside the channel file, which may lie in another home. */
function byChannelFile(path: string): ResolvedRelease {
  const name = CHANNEL_FILE.exec(basename(path));
  const entry = name === null ? undefined : readChannelFile(path);
  if (name === null || entry === undefined) throw notFound(path);
  const strategy = name[1]!;
  const dir = join(dirname(dirname(path)), strategy, entry.release);
  return { dir, strategy, stage: name[2] as Stage, via: 'channel' };
}

function notFound(spec: string): Error {
  return releaseError('release-not-found', `${spec} names no release: no folder, channel or id begins so`, {
    fix: 'Name a folder, strategy@paper, or the beginning of an id; list them with: qt releases',
  });
}
