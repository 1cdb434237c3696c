// Imports of cells: the same forms as in files, always of the present text of a file, however deep it lies.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SessionFolder, sessionFolder } from './session-folder.ts';
import { SessionProcess, textOf } from './session-process.ts';

let folder: SessionFolder;
let session: SessionProcess;
beforeEach(() => {
  folder = sessionFolder();
  session = new SessionProcess(folder.root, folder.notebooks);
});
afterEach(async () => {
  await session.close();
  rmSync(folder.root, { recursive: true, force: true });
});

describe('imports of a cell', () => {
  it('take every form, relative to the notebook, of our package by its name, and of JSON', async () => {
    const shown = await session.show(`
      import facts from './facts.json' with { type: 'json' }
      import { near, /* a comment */
        near as same } from './near.ts' // another
      import * as all from 'proj'
      import { basename } from 'node:path'
      import type { Shape } from 'proj'
      const later = await import('../src/middle.ts')
      const side: Shape = { side: 2 };
      [facts.tick, basename(near), same === near, all.middle(), later.middle(), side.side, basename(import.meta.dirname), typeof import.meta.url]`);
    expect(shown).toBe("[ 0.5, 'notebooks', true, 10, 10, 2, 'notebooks', 'string' ]");
  });

  it('of what changes come anew: in the cell that imports, in later ones, in functions, from three files away', async () => {
    await session.run("import { middle } from 'proj'\nimport * as all from 'proj'\nconst twice = () => middle() * 2");
    expect(await session.show('[middle(), all.middle(), twice()]')).toBe('[ 10, 10, 20 ]');
    folder.write('src/deep.ts', 'export const deep: number = 2;\n');
    const { events } = await session.run('[middle(), all.middle(), twice()]');
    expect(textOf(events, 'stderr')).toBe('reloaded src/deep.ts, and 2 that import it\n');
    expect(events.find((event) => event.kind === 'result')!.data['text/plain']).toBe('[ 20, 20, 40 ]');
    expect(await session.show("(await import('../src/deep.ts')).deep")).toBe('2');
    expect(textOf((await session.run('1')).events, 'stderr')).toBe('');
  });

  it('of a folder elsewhere are as fresh, told by their whole path, and find our package', async () => {
    const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'qt-elsewhere-')));
    const helper = join(elsewhere, 'steps.ts');
    const stranger = new SessionProcess(folder.root, elsewhere);
    try {
      writeFileSync(helper, "import { middle } from 'proj'\nexport const steps: number = middle() + 1;\n");
      await stranger.run("import { steps } from './steps.ts'");
      expect(await stranger.show('steps')).toBe('11');
      writeFileSync(helper, "import { middle } from 'proj'\nexport const steps: number = middle() + 2;\n");
      const { events } = await stranger.run('steps');
      expect(textOf(events, 'stderr')).toBe(`reloaded ${helper}\n`);
      expect(events.find((event) => event.kind === 'result')!.data['text/plain']).toBe('12');
      folder.write('src/deep.ts', 'export const deep: number = 2;\n');
      expect(await stranger.show('steps')).toBe('22');
    } finally {
      await stranger.close();
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('are not told as changed where only the time of the file is new', async () => {
    await session.run("import { middle } from 'proj'");
    folder.write('src/deep.ts', 'export const deep: number = 1;\n');
    expect(textOf((await session.run('middle()')).events, 'stderr')).toBe('');
  });

  it('that cannot be loaded any more are an error until they can, never the old code', async () => {
    await session.run("import { middle } from 'proj'");
    folder.write('src/deep.ts', 'export const deep: number = ;\n');
    expect(await session.show('middle()')).toMatch(/^SyntaxError/);
    expect(await session.show('const limit = middle(); const later = () => limit;')).toMatch(/^SyntaxError/);
    expect(await session.show('limit')).toBe('ReferenceError: limit is not defined');
    folder.write('src/deep.ts', 'export const deep: number = 3;\n');
    expect(await session.show('middle()')).toBe('30');
  });

  it('of a name that its file has no more leave it undefined, and say so', async () => {
    await session.run("import { middle, boom } from 'proj'");
    folder.write('src/index.ts', "export { middle } from './middle.ts';\n");
    const { events } = await session.run('middle()');
    expect(textOf(events, 'stderr')).toContain("proj does not export 'boom' any more: boom is not defined");
    expect(await session.show('boom(1)')).toBe('ReferenceError: boom is not defined');
    expect(await session.show("const boom = () => 'mine'; boom()")).toBe("'mine'");
  });

  it('of a module that failed can be tried again', async () => {
    folder.write(
      'src/moody.ts',
      "if (globalThis.mood !== 'good') throw new Error('not today');\nexport const moody = 1;\n",
    );
    expect(await session.show("import { moody } from '../src/moody.ts'")).toBe('Error: not today');
    await session.run("globalThis.mood = 'good'");
    expect(await session.show("import { moody } from '../src/moody.ts'\nmoody")).toBe('1');
  });

  it('of JSON come anew as well', async () => {
    await session.run("import facts from './facts.json' with { type: 'json' }");
    folder.write('notebooks/facts.json', '{"tick":22}');
    expect(await session.show('facts.tick')).toBe('22');
    expect(await session.show('facts.tick')).toBe('22');
  });

  it('of a file that is gone hinder only what uses them, until it is back', async () => {
    folder.write('notebooks/h.ts', 'export const h = 1;\nexport const other = 2;\n');
    await session.run("import { h, other } from './h.ts'\nconst big = 42\nconst more = () => h + 1");
    await session.run("const steps = () => 'mine'");
    folder.remove('notebooks/h.ts');
    const { reply, events } = await session.run('big');
    expect(reply.kind).toBe('ok');
    expect(textOf(events, 'stderr')).toMatch(
      /^not there any more: notebooks\/h\.ts\n\.\/h\.ts cannot be loaded, so that h, other cannot be used: Error.*Cannot find module .*\n$/,
    );
    expect(textOf((await session.run('big')).events, 'stderr')).toBe('');
    for (const code of ['h', 'more()', 'typeof h', "import { h } from './h.ts'"]) {
      expect(await session.show(code)).toMatch(/^Error: Cannot find module '.*h\.ts'($| imported from cell \d+$)/);
    }
    expect(await session.show('const h = 3; [big, h, more(), steps()]')).toBe("[ 42, 3, 4, 'mine' ]");
    folder.write('notebooks/h2.ts', 'export const other = 5;\n');
    expect(await session.show("import { other } from './h2.ts'; other")).toBe('5');
    folder.write('notebooks/h.ts', 'export const h = 7;\nexport const other = 8;\n');
    expect(await session.show('[h, more(), other]')).toBe('[ 3, 4, 5 ]');
    expect(await session.show("import { h } from './h.ts'; more()")).toBe('8');
  });

  it('of a file with a mistake hinder only what uses them, and are there when it is mended', async () => {
    folder.write('notebooks/h.ts', 'export const h = 1;\n');
    await session.run("import { h } from './h.ts'\nimport { middle } from 'proj'\nconst more = () => h + 1");
    folder.write('notebooks/h.ts', 'export const h = ;\n');
    folder.write('src/deep.ts', 'export const deep: number = 2;\n');
    expect(await session.show('middle()')).toBe('20');
    expect(await session.show('more()')).toMatch(/^SyntaxError/);
    folder.write('notebooks/h.ts', 'export const h = 2;\n');
    expect(await session.show('[h, more()]')).toBe('[ 2, 3 ]');
  });

  it.each(['c.cjs', 'c.cts'])('of %s come anew, and what it requires', async (name) => {
    folder.write('notebooks/d.cjs', 'module.exports = { d: 1 };\n');
    const text = (v: number): string => `const { d } = require('./d.cjs');\nmodule.exports = { v: ${v}, d };\n`;
    folder.write(`notebooks/${name}`, text(1));
    expect(await session.show(`import c from './${name}'\nc`)).toBe('{ v: 1, d: 1 }');
    folder.write(`notebooks/${name}`, text(22));
    expect(await session.show('c')).toBe('{ v: 22, d: 1 }');
    folder.write('notebooks/d.cjs', 'module.exports = { d: 22 };\n');
    expect(await session.show(`import again from './${name}'\n[c, again === c]`)).toBe('[ { v: 22, d: 22 }, true ]');
  });

  it('by require come anew, from three files away, the same module as by import', async () => {
    folder.write('notebooks/r.ts', "export { middle } from '../src/middle.ts';\nexport default 1;\n");
    folder.write('notebooks/c.cjs', "module.exports = () => require('./r.ts').middle();\n");
    folder.write('notebooks/near.json', '{"a":1}');
    const shown = "[req('./r.ts').middle(), req('./c.cjs')(), req('./near.json').a, req('./r.ts').__esModule]";
    await session.run("import { createRequire } from 'node:module'\nconst req = createRequire(import.meta.url)");
    expect(await session.show(shown)).toBe('[ 10, 10, 1, true ]');
    for (const k of [2, 3]) {
      folder.write('src/deep.ts', `export const deep: number = ${k};\n`);
      folder.write('notebooks/near.json', `{"a":${k}}`);
      expect(await session.show(shown)).toBe(`[ ${k}0, ${k}0, ${k}, true ]`);
    }
    expect(await session.show("(await import('./r.ts')).middle === req('./r.ts').middle")).toBe('true');
  });

  it('that failed while a cell ran can be tried again, here, elsewhere and through a file', async () => {
    folder.write(
      'src/moody.ts',
      "globalThis.tries = (globalThis.tries ?? 0) + 1;\nif (globalThis.mood !== 'good') throw new Error('not today');\nexport const moody = 1;\n",
    );
    folder.write('src/asks.ts', "export const ask = async () => (await import('./moody.ts')).moody;\n");
    await session.run("import { ask } from '../src/asks.ts'");
    expect(await session.show("(await import('../src/moody.ts')).moody")).toBe('Error: not today');
    const twice = `
      const one = await import('../src/moody.ts').catch(() => 'caught')
      globalThis.mood = 'good'
      const two = await import('../src/moody.ts');
      [one, two.moody, globalThis.tries]`;
    expect(await session.show(twice)).toBe("[ 'caught', 1, 3 ]");
    await session.run("globalThis.mood = 'bad'");
    folder.write(
      'src/moody.ts',
      "if (globalThis.mood !== 'good') throw new Error('not now');\nexport const moody = 2;\n",
    );
    expect(await session.show('await ask()')).toBe('Error: not now');
    await session.run("globalThis.mood = 'good'");
    expect(await session.show('await ask()')).toBe('2');
    expect(await session.show("import { moody } from '../src/moody.ts'\nmoody")).toBe('2');
  });

  it('that worked while a cell ran are the same module later, whatever became of the cell', async () => {
    folder.write('src/once.ts', 'export const mark = {};\n');
    expect(await session.show("globalThis.first = await import('../src/once.ts'); nowhere")).toMatch(/^ReferenceError/);
    expect(await session.show("import * as once from '../src/once.ts'\nonce === globalThis.first")).toBe('true');
  });

  it.each([
    ['export const a = 1;\nexport enum Side { buy }\n', 2, 8, 'TypeScript enum is not supported'],
    ['export const a = 1;\n\nexport const b = (;\n', 3, 19, 'Expression expected'],
    ['export const a = 1; const a = 2;\n', 1, 27, "Identifier 'a' has already been declared"],
    ["import { nope } from './deep.ts';\nexport const a = nope;\n", 1, 10, "does not provide an export named 'nope'"],
  ])('of a file with a mistake, %j, tell its place', async (text, line, column, words) => {
    folder.write('src/wrong.ts', text);
    folder.write('src/asks.ts', "export { a } from './wrong.ts';\n");
    for (const code of ["import { a } from '../src/asks.ts'", "await import('../src/asks.ts')"]) {
      const told = await session.traceback(code);
      expect(told).toContain(words);
      expect(told).toContain(`at (src/wrong.ts:${line}:${column})`);
      expect(told).toContain(`--> ${line} | ${text.split('\n')[line - 1]}`);
    }
  });

  it('begun by a file that works are the same module later, whatever became of the cell', async () => {
    folder.write('src/held.ts', 'globalThis.loads = (globalThis.loads ?? 0) + 1;\nexport const held = new Map();\n');
    folder.write('src/facts.json', '{ "tick": 1 }\n');
    folder.write(
      'src/lazy.ts',
      `export const hold = async () => (await import('./held.ts')).held;
export const facts = async () => (await import('./facts.json', { with: { type: 'json' } })).default;\n`,
    );
    await session.run("import { facts, hold } from '../src/lazy.ts'");
    expect(await session.show('globalThis.was = [await hold(), await facts()]; nowhere')).toMatch(/^ReferenceError/);
    expect(await session.show('[await hold() === was[0], await facts() === was[1], loads]')).toBe('[ true, true, 1 ]');
  });

  it('that are under way while other cells fail stay what they are', async () => {
    folder.write('src/store.ts', 'export const store = {};\n');
    folder.write(
      'src/slow.ts',
      "await new Promise((go) => (globalThis.go = go));\nexport { store } from './store.ts';\n",
    );
    await session.run("globalThis.coming = import('../src/slow.ts'); 0");
    await session.run("import { store } from '../src/store.ts'\nglobalThis.mine = store");
    expect(await session.show('nowhere')).toMatch(/^ReferenceError/);
    await session.run("import { middle } from 'proj'");
    expect(await session.show('go(); (await coming).store === mine')).toBe('true');
    expect(await session.show("import { store as again } from '../src/store.ts'\nagain === mine")).toBe('true');
  });

  it('that fail begin nothing that had not begun', async () => {
    folder.write('src/bad.ts', "if (globalThis.mood !== 'good') throw new Error('bad');\n");
    folder.write('src/loud.ts', 'globalThis.loud = (globalThis.loud ?? 0) + 1;\n');
    folder.write('src/both.ts', "import './bad.ts';\nimport './loud.ts';\nexport const both = 1;\n");
    folder.write('src/calls.ts', "export const call = async () => (await import('./both.ts')).both;\n");
    await session.run("import { call } from '../src/calls.ts'");
    for (const code of ["import '../src/both.ts'", "await import('../src/both.ts')", 'await call()']) {
      expect(await session.show(code)).toBe('Error: bad');
      expect(await session.show('typeof globalThis.loud')).toBe("'undefined'");
    }
    await session.run("globalThis.mood = 'good'");
    expect(await session.show('[await call(), globalThis.loud]')).toBe('[ 1, 1 ]');
  });

  it('of what reaches the broker are refused, directly or not', async () => {
    for (const code of ["import '../src/live/orders.ts'", "await import('../src/reaches.ts')"]) {
      expect(await session.show(code)).toMatch(/^RefusedImportError: .*orders\.ts reaches the broker$/);
    }
  });
});
