// Every way to name a release leads to its folder; a name that fits none or several is refused.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import { resolveRelease } from '../../../src/promotion/release/resolve-release.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
let built: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  built = temp.build();
  const channel = { home: temp.home, strategy: 'sample', stage: 'paper', trustedKeys: [temp.key] } as const;
  pointChannel({ ...channel, release: built.id, at: '2025-09-01T12:00:00Z', by: 'ana' });
});
afterEach(() => temp.remove());

describe('resolveRelease', () => {
  it('takes a folder', () => {
    expect(resolveRelease('/nowhere', built.dir)).toEqual({
      dir: built.dir,
      strategy: undefined,
      stage: undefined,
      via: 'folder',
    });
  });

  it('takes strategy@stage', () => {
    expect(resolveRelease(temp.home, 'sample@paper')).toEqual({
      dir: built.dir,
      strategy: 'sample',
      stage: 'paper',
      via: 'channel',
    });
  });

  it('takes the path of a channel file, also of another home', () => {
    const path = join(temp.home, 'releases', 'channels', 'sample.paper.json');
    expect(resolveRelease('/nowhere', path)).toEqual({
      dir: built.dir,
      strategy: 'sample',
      stage: 'paper',
      via: 'channel',
    });
  });

  it('takes an id and its beginning', () => {
    for (const spec of [built.id, built.id.slice(0, 12), built.id.slice(0, 4)]) {
      expect(resolveRelease(temp.home, spec)).toMatchObject({ dir: built.dir, strategy: 'sample', via: 'id' });
    }
  });

  it('refuses a beginning that several releases share, and names them', () => {
    const twin = join(temp.home, 'releases', 'other', `${built.id.slice(0, 8)}${'0'.repeat(56)}`);
    mkdirSync(twin, { recursive: true });
    const error = refusalOf(() => resolveRelease(temp.home, built.id.slice(0, 8)));
    expect(error.code).toBe('release-ambiguous');
    expect(error.message).toContain(`sample/${built.id}`);
    expect(resolveRelease(temp.home, built.id).dir).toBe(built.dir);
  });

  it('refuses what names nothing', () => {
    const codes = ['ffff', 'f'.repeat(64), './nothing', 'sample', join(temp.home, 'releases', 'x.json')].map(
      (spec) => refusalOf(() => resolveRelease(temp.home, spec)).code,
    );
    expect(codes).toEqual(Array(5).fill('release-not-found'));
    expect(refusalOf(() => resolveRelease(temp.home, 'sample@live')).code).toBe('channel-missing');
    expect(refusalOf(() => resolveRelease(temp.home, 'sample@backtest')).code).toBe('release-not-found');
  });
});
