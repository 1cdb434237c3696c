// Channels point to verified releases, remember what they pointed to, and roll back step by step.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/promotion/release/channel-file.ts';
import { whileChannelIsLocked } from '../../../src/promotion/release/channel-lock.ts';
import { channelHistory, listChannels, pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { releaseChanges } from '../../../src/promotion/release/release-changes.ts';
import { channelPath } from '../../../src/promotion/release/release-folders.ts';
import { listReleases, showRelease } from '../../../src/promotion/release/release-list.ts';
import { earlierReleases, rollback } from '../../../src/promotion/release/rollback.ts';
import { overwrite, refusalOf, sampleDraft, snapshot, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const who = { at: '2025-09-01T12:00:00Z', by: 'ana' };
const channel = (stage: 'paper' | 'demo' | 'live' = 'paper') => ({
  ...{ home: temp.home, strategy: 'sample', stage, trustedKeys: [temp.key] },
  ...who,
});
const point = (release: string, stage: 'paper' | 'demo' | 'live' = 'paper') =>
  pointChannel({ ...channel(stage), release });
const build = (code: string): string => temp.build(`export const strategy = '${code}';\n`).id;

describe('pointing a channel', () => {
  it('writes release, time and person, and says what it replaced', () => {
    const [a, b] = [build('a'), build('b')];
    expect(point(a)).toEqual({ from: undefined, to: a });
    expect(point(b)).toEqual({ from: a, to: b });
    const path = join(temp.home, 'releases', 'channels', 'sample.paper.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ release: b, ...who });
    expect(readChannel(temp.home, 'sample', 'paper')).toEqual({
      strategy: 'sample',
      stage: 'paper',
      release: b,
      ...who,
    });
    expect(channelHistory(temp.home, 'sample', 'paper').map((entry) => [entry.release, entry.action])).toEqual([
      [a, 'promote'],
      [b, 'promote'],
    ]);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('to where it points already changes nothing', () => {
    const a = build('a');
    point(a);
    const before = snapshot(temp.home);
    expect(pointChannel({ ...channel(), release: a, at: '2026-01-01T00:00:00Z' })).toEqual({ from: a, to: a });
    expect(snapshot(temp.home)).toEqual(before);
  });

  it('to a release that is damaged, absent, of another strategy or of an easier stage is refused and changes nothing', () => {
    const good = build('good');
    point(good, 'live');
    const bad = build('bad');
    overwrite(join(temp.home, 'releases', 'sample', bad, 'golden.json'), '{}');
    const demo = temp.build(undefined, { stage: 'demo' }).id;
    const other = temp.build(undefined, { strategy: 'other' });
    const copied = join(temp.home, 'releases', 'sample', other.id);
    mkdirSync(dirname(copied), { recursive: true });
    for (const [path, bytes] of Object.keys(snapshot(other.dir)).map(
      (file) => [file.slice(other.dir.length), readFileSync(file)] as const,
    )) {
      mkdirSync(dirname(copied + path), { recursive: true });
      writeFileSync(copied + path, bytes);
    }
    const before = snapshot(temp.home);
    const codes = [bad, 'f'.repeat(64), demo, other.id].map((id) => refusalOf(() => point(id, 'live')).code);
    expect(codes).toEqual([
      'release-hash-mismatch',
      'release-missing',
      'release-wrong-stage',
      'release-wrong-strategy',
    ]);
    expect(snapshot(temp.home)).toEqual(before);
  });

  it('with a time that is none, or nobody, is refused', () => {
    const release = build('a');
    for (const wrong of [{ at: 'today' }, { by: '' }, { at: '2025-09-01' }]) {
      expect(refusalOf(() => pointChannel({ ...channel(), release, ...wrong })).code).toBe('channel-invalid');
    }
    expect(readChannel(temp.home, 'sample', 'paper')).toBeUndefined();
  });

  it('under a name that leaves the folder is refused', () => {
    expect(refusalOf(() => readChannel(temp.home, '../x', 'paper')).code).toBe('release-not-found');
  });

  it('keeps stages apart', () => {
    const [a, b] = [build('a'), build('b')];
    point(a, 'live');
    point(b, 'paper');
    expect(listChannels(temp.home).map(({ stage, release }) => [stage, release])).toEqual([
      ['paper', b],
      ['live', a],
    ]);
  });
});

describe('a channel file changed by hand', () => {
  it('is refused with the place of the fault', () => {
    point(build('a'));
    const folder = join(temp.home, 'releases', 'channels');
    for (const text of ['', '{}', '{"release":"x"}', '[]']) {
      writeFileSync(join(folder, 'sample.paper.json'), text);
      expect(refusalOf(() => readChannel(temp.home, 'sample', 'paper')).code).toBe('channel-invalid');
    }
    const history = join(folder, 'sample.paper.history.jsonl');
    writeFileSync(history, `${readFileSync(history, 'utf8')}{"release`);
    expect(refusalOf(() => channelHistory(temp.home, 'sample', 'paper'))).toMatchObject({ file: history, line: 2 });
  });
});

describe('rollback', () => {
  it('goes back release by release, never to one it came from, and says what changed', () => {
    const a = temp.build(undefined, { limits: { ...sampleDraft.limits, maxContracts: 1 } }).id;
    const [b, c] = [build('b'), build('c')];
    for (const id of [a, b, c]) point(id);
    expect(rollback(channel())).toMatchObject({ from: c, to: b, skipped: [] });
    const second = rollback(channel());
    expect(second).toMatchObject({ from: b, to: a });
    expect(second.changes!.map((change) => change.field)).toEqual(['limits.maxContracts', 'files.code/strategy.mjs']);
    expect(second.changes![0]).toEqual({ field: 'limits.maxContracts', from: '2', to: '1' });
    expect(refusalOf(() => rollback(channel())).code).toBe('release-no-earlier');
    expect(readChannel(temp.home, 'sample', 'paper')!.release).toBe(a);
    const d = build('d');
    point(d);
    expect(rollback(channel()).to).toBe(a);
  });

  it('asked twice from the release that was seen to run goes back once', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(build) as [string, string, string];
    for (const id of [a, b, c]) point(id);
    expect(rollback({ ...channel(), from: c })).toMatchObject({ from: c, to: b });
    expect(refusalOf(() => rollback({ ...channel(), from: c })).code).toBe('channel-moved');
    expect(readChannel(temp.home, 'sample', 'paper')!.release).toBe(b);
    expect(rollback({ ...channel(), from: b })).toMatchObject({ from: b, to: a });
  });

  it('moves nothing where another points the channel while it verifies', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(build) as [string, string, string, string];
    for (const id of [a, b, c]) point(id);
    const trustedKeys = [temp.key];
    let isPointed = false;
    Object.defineProperty(trustedKeys, 0, {
      get: () => {
        if (!isPointed) point(d);
        isPointed = true;
        return temp.key;
      },
    });
    expect(refusalOf(() => rollback({ ...channel(), trustedKeys })).code).toBe('channel-moved');
    expect(readChannel(temp.home, 'sample', 'paper')!.release).toBe(d);
    expect(channelHistory(temp.home, 'sample', 'paper').map(({ release }) => release)).toEqual([a, b, c, d]);
  });

  it('and promotion wait for whoever moves the channel or judges its release, and then say so', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(build) as [string, string, string];
    for (const id of [a, b]) point(id);
    const other = new DatabaseSync(`${channelPath(temp.home, 'sample', 'paper')}.lock.sqlite`);
    other.exec('BEGIN IMMEDIATE');
    const before = snapshot(temp.home);
    expect(refusalOf(() => rollback({ ...channel(), waitMs: 0 })).code).toBe('channel-busy');
    expect(refusalOf(() => pointChannel({ ...channel(), release: c, waitMs: 20 })).code).toBe('channel-busy');
    expect(snapshot(temp.home)).toEqual(before);
    other.close();
    expect(rollback({ ...channel(), waitMs: 0 }).to).toBe(a);
    // inside of work on the channel it does not wait for itself
    const inside = whileChannelIsLocked(temp.home, 'sample', 'paper', () =>
      pointChannel({ ...channel(), release: c, waitMs: 0 }),
    );
    expect(inside).toEqual({ from: a, to: c });
    expect(pointChannel({ ...channel(), release: b, waitMs: 0 }).from).toBe(c);
  });

  it('passes over releases that no longer verify and says so', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(build) as [string, string, string, string];
    for (const id of [a, b, c, d]) point(id);
    overwrite(join(temp.home, 'releases', 'sample', c, 'release.sig'), 'x');
    rmSync(join(temp.home, 'releases', 'sample', b), { recursive: true });
    const { to, skipped } = rollback(channel());
    expect(to).toBe(a);
    expect(skipped.map((each) => each.release)).toEqual([c, b]);
  });

  it('works away from a release that is itself damaged, without knowing what changed', () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    overwrite(join(temp.home, 'releases', 'sample', b, 'golden.json'), 'x');
    expect(rollback(channel())).toMatchObject({ from: b, to: a, changes: undefined });
  });

  it('of a channel that does not exist is refused', () => {
    expect(refusalOf(() => rollback(channel())).code).toBe('channel-missing');
  });

  it('after a crash between history and channel starts from the channel', () => {
    const entry = (release: string, action: HistoryEntry['action'] = 'promote'): HistoryEntry => ({
      release,
      action,
      ...who,
    });
    expect(earlierReleases([entry('a'), entry('b'), entry('c')], 'b')).toEqual(['a']);
    expect(earlierReleases([entry('a'), entry('b'), entry('a', 'rollback')], 'b')).toEqual(['a']);
    expect(earlierReleases([], 'a')).toEqual([]);
  });

  it('never offers the current release, and offers each once', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd');
    const entries = fc.array(
      fc.record({ release: ids, action: fc.constantFrom('promote' as const, 'rollback' as const) }),
    );
    fc.assert(
      fc.property(entries, ids, (history, current) => {
        const offered = earlierReleases(
          history.map((each) => ({ ...each, ...who })),
          current,
        );
        expect(offered).not.toContain(current);
        expect(new Set(offered).size).toBe(offered.length);
        for (const each of offered) expect(history.some((entry) => entry.release === each)).toBe(true);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('lists', () => {
  it('show every release with its channels, and a damaged one with its fault', () => {
    const [a, b] = [build('a'), build('b')];
    point(a, 'paper');
    point(a, 'live');
    overwrite(join(temp.home, 'releases', 'sample', b, 'golden.json'), 'x');
    const listed = new Map(listReleases(temp.home, [temp.key]).map((each) => [each.id, each]));
    expect(listed.size).toBe(2);
    expect(listed.get(a)).toMatchObject({ strategy: 'sample', channels: ['paper', 'live'], fault: undefined });
    expect(listed.get(b)!.release).toBeUndefined();
    expect(listed.get(b)!.fault).toContain('golden.json');
    expect(listReleases(temp.home, [temp.key], 'nothing')).toEqual([]);
    expect(listReleases(join(temp.home, 'empty'), [])).toEqual([]);
  });

  it('show one release with manifest and gates', () => {
    const a = build('a');
    point(a, 'demo');
    const shown = showRelease(temp.home, 'sample@demo', [temp.key]);
    expect(shown.release.id).toBe(a);
    expect(shown.gates.map((gate) => gate.id)).toEqual(['types']);
    expect(shown.channels).toEqual(['demo']);
  });
});

describe('releaseChanges', () => {
  it('finds nothing between a release and itself', () => {
    const { manifest } = temp.build();
    expect(releaseChanges(manifest, manifest)).toEqual([]);
  });

  it('tells files that come and go', () => {
    const { manifest } = temp.build();
    const without = {
      ...manifest,
      model: null,
      files: manifest.files.filter((file) => !file.path.startsWith('models/')),
    };
    const changes = releaseChanges(manifest, without);
    expect(changes.find((change) => change.field === 'files.models/sample/a.onnx')!.to).toBeUndefined();
    expect(changes.find((change) => change.field === 'model')).toEqual({ field: 'model', from: undefined, to: 'null' });
    expect(existsSync(temp.home)).toBe(true);
  });
});
