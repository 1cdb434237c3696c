// A commit that is cut off after any of its steps is finished by the next writer, and nothing that stands is lost.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitSteps, recover, STAGING_PREFIX } from '../../../src/adapters/datasets/commit-journal.ts';
import { scratch } from './scratch.ts';

const FROM = `${STAGING_PREFIX}0-gone-a`;
const STEPS = {
  moves: [
    { from: `${FROM}/0`, to: 'A/trades/1.parquet', removeFirst: 'A/trades/1.json' },
    { from: `${FROM}/1`, to: 'A/trades/1.json' },
    { from: `${FROM}/2`, to: 'B/trades/1.parquet', removeFirst: 'B/trades/1.json' },
    { from: `${FROM}/3`, to: 'B/trades/1.json' },
  ],
};

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Both parts stand there as old; new ones are staged, the list is written, and the first `done` steps are done. */
function cutOff(done: number): string {
  const { root } = scratch().store;
  for (const { from, to } of STEPS.moves) {
    write(root, to, 'old');
    write(root, from, 'new');
  }
  write(root, `${STAGING_PREFIX}0-gone-a/commit.json`, JSON.stringify(STEPS));
  const steps = STEPS.moves.flatMap(({ from, to, removeFirst }) => [
    ...(removeFirst === undefined ? [] : [() => rmSync(join(root, removeFirst))]),
    () => {
      cpSync(join(root, from), join(root, to));
      rmSync(join(root, from));
    },
  ]);
  for (const step of steps.slice(0, done)) step();
  return root;
}

describe('a commit', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])('that was cut off after %i steps is finished later', async (done) => {
    const root = cutOff(done);
    await recover(root);
    for (const { to } of STEPS.moves) expect(readFileSync(join(root, to), 'utf8')).toBe('new');
    expect(readdirSync(root).sort()).toEqual(['A', 'B']);
    await recover(root);
    for (const { to } of STEPS.moves) expect(readFileSync(join(root, to), 'utf8')).toBe('new');
  });

  it('of which half the list was written has not begun: the store stays as it was', async () => {
    const root = cutOff(0);
    const list = join(root, `${STAGING_PREFIX}0-gone-a`, 'commit.json');
    writeFileSync(list, readFileSync(list, 'utf8').slice(0, 40));
    await recover(root);
    for (const { to } of STEPS.moves) expect(readFileSync(join(root, to), 'utf8')).toBe('old');
    expect(readdirSync(root).sort()).toEqual(['A', 'B']);
  });

  it('is not finished from a list that names places outside of the store', async () => {
    const root = cutOff(0);
    const moves = [{ from: `${FROM}/0`, to: '../outside.json' }];
    writeFileSync(join(root, FROM, 'commit.json'), JSON.stringify({ moves }));
    await recover(root);
    expect(existsSync(join(root, '../outside.json'))).toBe(false);
  });

  it('does all steps and leaves no folder behind', async () => {
    const { root } = scratch().store;
    const folder = `${STAGING_PREFIX}0-gone-b`;
    write(root, `${folder}/0`, 'new');
    await commitSteps(root, join(root, folder), { moves: [{ from: `${folder}/0`, to: 'A/x' }] });
    expect(readFileSync(join(root, 'A/x'), 'utf8')).toBe('new');
    expect(existsSync(join(root, folder))).toBe(false);
  });
});
