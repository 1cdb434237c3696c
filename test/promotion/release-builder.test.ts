// A release appears whole or not at all, read-only, under the hash of its manifest; the same parts give the same release.

import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatesText } from '../../src/promotion/release/gates-file.ts';
import { buildRelease } from '../../src/promotion/release-builder.ts';
import {
  overwrite,
  passedGate,
  refusalOf,
  sampleDraft,
  sampleFiles,
  sha256,
  snapshot,
  TempHome,
} from './support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const releases = (): readonly string[] => readdirSync(join(temp.home, 'releases'));

describe('buildRelease', () => {
  it('writes all parts under the sha256 of the manifest and nothing beside them', () => {
    const { id, dir, manifest, isNew } = temp.build();
    expect(isNew).toBe(true);
    expect(id).toBe(sha256(readFileSync(join(dir, 'release.json'))));
    expect(dir).toBe(join(temp.home, 'releases', 'sample', id));
    expect(manifest.files.map((file) => file.path)).toEqual([...sampleFiles().keys()].sort());
    for (const [path, bytes] of sampleFiles()) expect(readFileSync(join(dir, path))).toEqual(Buffer.from(bytes));
    expect(releases()).toEqual(['sample']);
  });

  it.skipIf(process.platform === 'win32')('leaves no file that can be written', () => {
    const { dir } = temp.build();
    for (const path of Object.keys(snapshot(dir))) expect(statSync(path).mode & 0o777).toBe(0o444);
  });

  it('gives the same release for the same parts, whatever their order, and writes nothing again', () => {
    const first = temp.build();
    const before = snapshot(first.dir);
    const { limits, ...rest } = sampleDraft;
    const files = new Map([...sampleFiles()].reverse());
    const second = buildRelease({ home: temp.home, draft: { limits, ...rest }, files, key: temp.key });
    expect(second).toEqual({ ...first, isNew: false });
    expect(snapshot(first.dir)).toEqual(before);
  });

  it('gives another release when one byte or one limit differs', () => {
    const { id } = temp.build();
    expect(temp.build('export const strategy = 1;\n').id).not.toBe(id);
    expect(temp.build(undefined, { limits: { ...sampleDraft.limits, maxContracts: 1 } }).id).not.toBe(id);
  });

  it('does not mend or overwrite a release that was changed', () => {
    const { dir } = temp.build();
    overwrite(join(dir, 'golden.json'), 'changed');
    expect(refusalOf(() => temp.build()).code).toBe('release-hash-mismatch');
    expect(readFileSync(join(dir, 'golden.json'), 'utf8')).toBe('changed');
  });

  it('refuses a required gate that failed and writes nothing; a warning passes', () => {
    const failed = { ...passedGate, id: 'profit', passed: false, reason: 'It lost money', fix: 'Find a better idea' };
    const withGates = (severity: 'required' | 'warning') => {
      const files = sampleFiles().set('gates.json', Buffer.from(gatesText([passedGate, { ...failed, severity }])));
      return () => buildRelease({ home: temp.home, draft: sampleDraft, files, key: temp.key });
    };
    const error = refusalOf(withGates('required'));
    expect(error).toMatchObject({ code: 'release-gate-failed', field: 'profit', fix: 'Find a better idea' });
    expect(() => releases()).toThrow();
    expect(withGates('warning')().isNew).toBe(true);
  });

  it('refuses a live release on synthetic data, unsafe paths and missing parts, and writes nothing', () => {
    const build = (draft: object, files = sampleFiles()) =>
      refusalOf(() => buildRelease({ home: temp.home, draft: { ...sampleDraft, ...draft }, files, key: temp.key }))
        .code;
    expect(build({ provenance: 'synthetic' })).toBe('provenance-not-live');
    expect(build({ strategy: '../up' })).toBe('release-bad-manifest');
    expect(build({}, sampleFiles().set('../up.json', new Uint8Array()))).toBe('release-unsafe-path');
    const files = sampleFiles();
    files.delete('golden.json');
    expect(build({}, files)).toBe('release-bad-manifest');
    expect(() => releases()).toThrow();
  });

  it('says so when the folder cannot be written and leaves no staging behind', () => {
    mkdirSync(join(temp.home, 'releases'));
    const { dir } = temp.build();
    overwrite(join(temp.home, 'releases', 'other'), 'a file where the folder of a strategy should be');
    expect(dir).toContain('sample');
    expect(refusalOf(() => temp.build(undefined, { strategy: 'other' })).code).toBe('release-missing');
    expect(releases()).toEqual(['other', 'sample']);
  });
});
