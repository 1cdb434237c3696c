// One writer at a time: waiting, giving up with the other's name, and locks of processes that are gone.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreLock } from '../../../src/adapters/datasets/store-lock.ts';
import { scratch, userErrorOf } from './scratch.ts';

const NO_PROCESS = 2 ** 22 + 1;

function lockFile(root: string, content: object): string {
  mkdirSync(root, { recursive: true });
  const path = join(root, '.lock');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('the lock of the store', () => {
  it('is waited for, and is free when it was released', async () => {
    const { root } = scratch().store;
    const first = await StoreLock.acquire(root);
    let got = false;
    const second = StoreLock.acquire(root).then((lock) => {
      got = true;
      return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(got).toBe(false);
    first.release();
    (await second).release();
    expect(existsSync(join(root, '.lock'))).toBe(false);
  });

  it('names the process that holds it when the wait is over', async () => {
    const { root } = scratch().store;
    const lock = await StoreLock.acquire(root);
    const error = await userErrorOf(StoreLock.acquire(root, 50));
    expect(error).toMatchObject({ code: 'store-busy', file: join(root, '.lock') });
    expect(error.message).toContain(`process ${process.pid}`);
    lock.release();
  });

  it('is taken from a process that is gone, and from one that has not touched it for ten minutes', async () => {
    const { root } = scratch().store;
    lockFile(root, { pid: NO_PROCESS, host: hostname() });
    (await StoreLock.acquire(root, 1000)).release();
    const path = lockFile(root, { pid: 1, host: 'another-machine' });
    expect((await userErrorOf(StoreLock.acquire(root, 50))).code).toBe('store-busy');
    const old = new Date(Date.now() - 11 * 60_000);
    utimesSync(path, old, old);
    const lock = await StoreLock.acquire(root, 1000);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    lock.release();
  });
});

describe('a lock that was left behind', () => {
  it('of an earlier process with the same number is taken away', async () => {
    const { root } = scratch().store;
    lockFile(root, { pid: process.pid, host: hostname(), token: 'of another life' });
    (await StoreLock.acquire(root, 1000)).release();
  });

  it('is taken by one of several that wait for it', async () => {
    const { root } = scratch().store;
    lockFile(root, { pid: NO_PROCESS, host: hostname(), token: 'dead' });
    let holders = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      const lock = await StoreLock.acquire(root, 10_000);
      holders++;
      most = Math.max(most, holders);
      await new Promise((resolve) => setTimeout(resolve, 5));
      holders--;
      lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(readdirSync(root)).toEqual([]);
  });

  it('and taken by another is not released by its first holder', async () => {
    const { root } = scratch().store;
    const first = await StoreLock.acquire(root);
    rmSync(join(root, '.lock'));
    const second = await StoreLock.acquire(root);
    first.touch();
    first.release();
    expect(existsSync(join(root, '.lock'))).toBe(true);
    second.release();
    expect(existsSync(join(root, '.lock'))).toBe(false);
  });

  it('and cannot be read is taken away after a while', async () => {
    const { root } = scratch().store;
    const path = lockFile(root, {});
    writeFileSync(path, '');
    expect((await userErrorOf(StoreLock.acquire(root, 50))).code).toBe('store-busy');
    const old = new Date(Date.now() - 6_000);
    utimesSync(path, old, old);
    (await StoreLock.acquire(root, 1000)).release();
  });

  it('half made by a process that was killed is swept up; one of a process that still makes it is left', async () => {
    const { root } = scratch().store;
    mkdirSync(root, { recursive: true });
    const token = 'a15398fa-c601-4ee0-a141-636d025e5f2a';
    const left = (host: string, pid: number): string => {
      const name = `.lock-${host}-${pid}-${token}`;
      writeFileSync(join(root, name), '');
      return name;
    };
    left(hostname(), NO_PROCESS);
    const alive = left(hostname(), process.ppid);
    const elsewhere = left('another-machine', 1);
    utimesSync(join(root, left('dead-machine', 1)), new Date(0), new Date(0));
    writeFileSync(join(root, '.lock.breaking'), '');
    utimesSync(join(root, '.lock.breaking'), new Date(0), new Date(0));
    (await StoreLock.acquire(root, 1000)).release();
    expect(readdirSync(root).toSorted()).toEqual([alive, elsewhere].toSorted());
  });

  it('half made and not to be removed disturbs nobody', async () => {
    const { root } = scratch().store;
    const name = `.lock-${hostname()}-${NO_PROCESS}-a15398fa-c601-4ee0-a141-636d025e5f2a`;
    mkdirSync(join(root, name), { recursive: true });
    (await StoreLock.acquire(root, 1000)).release();
    (await StoreLock.acquire(root, 1000)).release();
    expect(readdirSync(root)).toEqual([name]);
  });
});
