// Candidates are listed beside the channels, which never notice them.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addCandidate, readCandidates } from '../../../src/promotion/release/candidates.ts';
import { listChannels, pointChannel } from '../../../src/promotion/release/channels.ts';
import { listReleases } from '../../../src/promotion/release/release-list.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const entry = (release: string) => ({ release, stage: 'paper', at: '2025-09-01T12:00:00Z', by: 'ana' }) as const;
const build = (code: string): string => temp.build(`export const strategy = '${code}';\n`).id;
const file = (): string => join(temp.home, 'releases', 'candidates', 'sample.jsonl');

it('a candidate is a line of its own, oldest first, and no channel points to it', () => {
  const [a, b] = [build('a'), build('b')];
  expect(readCandidates(temp.home, 'sample')).toEqual([]);
  addCandidate(temp.home, 'sample', entry(a));
  addCandidate(temp.home, 'sample', entry(b));
  expect(readCandidates(temp.home, 'sample')).toEqual([entry(a), entry(b)]);
  expect(listChannels(temp.home)).toEqual([]);
  expect(existsSync(join(temp.home, 'releases', 'channels'))).toBe(false);
  const listed = listReleases(temp.home, [temp.key]);
  expect(listed.map(({ id, isCandidate }) => [id, isCandidate])).toEqual([a, b].sort().map((id) => [id, true]));
  pointChannel({ ...{ home: temp.home, strategy: 'sample', release: b, trustedKeys: [temp.key] }, ...entry(b) });
  expect(listReleases(temp.home, [temp.key]).filter(({ isCandidate }) => isCandidate)).toMatchObject([{ id: a }]);
});

it('the same candidate again writes nothing', () => {
  const a = build('a');
  addCandidate(temp.home, 'sample', entry(a));
  addCandidate(temp.home, 'sample', { ...entry(a), at: '2025-09-02T12:00:00Z' });
  expect(readCandidates(temp.home, 'sample')).toEqual([entry(a)]);
});

it('a damaged list is told with its line', () => {
  addCandidate(temp.home, 'sample', entry(build('a')));
  writeFileSync(file(), `${readFileSync(file(), 'utf8')}{"release":"x"}\n`);
  expect(refusalOf(() => readCandidates(temp.home, 'sample'))).toMatchObject({
    code: 'candidates-invalid',
    line: 2,
    field: 'release',
  });
});
