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
    expect(await session.show('middle()')).toMatch(/^SyntaxError/);
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

  it('of what reaches the broker are refused, directly or not', async () => {
    for (const code of ["import '../src/live/orders.ts'", "await import('../src/reaches.ts')"]) {
      expect(await session.show(code)).toMatch(/^RefusedImportError: .*orders\.ts reaches the broker$/);
    }
  });
});
