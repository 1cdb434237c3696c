// What a clean check left is used again; what is cut, changed, of another compiler or cannot be written is as good as none.

import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTypeCache, type TypeCache } from '../../../src/promotion/gates/type-cache.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

let root: string;
const folder = (): string => join(root, 'node_modules/.cache/quantumtrader');
const keptFile = (): string => join(folder(), readdirSync(folder()).find((name) => name.endsWith('.kept'))!);
const open = (options = '{}'): TypeCache => openTypeCache(root, options)!;

function checkOnce(text: string): void {
  const cache = open();
  writeFileSync(cache.file, text);
  cache.keep();
  cache.close();
}

beforeEach(() => {
  root = temporaryFolder('type-cache-');
  compilerIs('7.0.2');
  checkOnce('{"a":1}');
});

function compilerIs(version: string): void {
  mkdirSync(join(root, 'node_modules/typescript'), { recursive: true });
  writeFileSync(join(root, 'node_modules/typescript/package.json'), JSON.stringify({ version }));
}

describe('openTypeCache', () => {
  it('gives what was kept, to two at once each its own file', () => {
    const [one, other] = [open(), open()];
    expect(one.file).not.toBe(other.file);
    for (const { file, isWarm } of [one, other]) {
      expect([isWarm, readFileSync(file, 'utf8')]).toEqual([true, '{"a":1}']);
    }
    one.close();
    other.close();
    expect(readdirSync(folder())).toHaveLength(1);
  });

  it('takes away what a killed check left an hour ago, and nothing of one that runs', () => {
    const [killed, running] = [open(), open()];
    const long = new Date(Date.now() - 3_700_000);
    utimesSync(killed.file, long, long);
    utimesSync(keptFile(), long, long);
    open().close();
    expect(readdirSync(folder()).sort()).toEqual([basename(keptFile()), basename(running.file)].sort());
    running.close();
  });

  it('keeps nothing that was not said to be clean', () => {
    const cache = open();
    writeFileSync(cache.file, '{"a":2}');
    cache.close();
    expect(readFileSync(open().file, 'utf8')).toBe('{"a":1}');
  });

  it.each([
    ['cut', () => truncateSync(keptFile(), 68)],
    ['emptied', () => truncateSync(keptFile(), 0)],
    ['longer', () => appendFileSync(keptFile(), ' ')],
    ['changed', () => writeFileSync(keptFile(), readFileSync(keptFile(), 'utf8').replace('"a"', '"b"'))],
    ['of another compiler', () => compilerIs('7.0.3')],
  ])('begins from nothing where it is %s, and keeps the next', (_, damage) => {
    damage();
    const cache = open();
    expect(cache.isWarm).toBe(false);
    expect(() => readFileSync(cache.file)).toThrow('ENOENT');
    cache.close();
    checkOnce('{"a":3}');
    expect(readFileSync(open().file, 'utf8')).toBe('{"a":3}');
  });

  it('is another for other options', () => {
    expect(open('{"strict":false}').isWarm).toBe(false);
  });

  it('is none where there is no compiler, or a file stands in its way', () => {
    expect(openTypeCache(join(root, 'nothing'), '{}')).toBeUndefined();
    const blocked = temporaryFolder('type-cache-');
    mkdirSync(join(blocked, 'node_modules/typescript'), { recursive: true });
    writeFileSync(join(blocked, 'node_modules/typescript/package.json'), '{}');
    writeFileSync(join(blocked, 'node_modules/.cache'), '');
    chmodSync(join(blocked, 'node_modules/.cache'), 0o444);
    expect(openTypeCache(blocked, '{}')).toBeUndefined();
  });
});
