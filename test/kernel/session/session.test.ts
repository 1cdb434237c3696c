// Cells in a session: variables that live on, what is shown, what is told of errors, and what a cell cannot break.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SessionFolder, sessionFolder } from './session-folder.ts';
import { plain, SessionProcess, textOf } from './session-process.ts';

let folder: SessionFolder;
let session: SessionProcess;
beforeAll(() => {
  folder = sessionFolder();
  session = new SessionProcess(folder.root, folder.notebooks);
});
afterAll(async () => {
  await session.close();
  rmSync(folder.root, { recursive: true, force: true });
});

describe('variables of cells', () => {
  it('live on, also between functions and later cells', async () => {
    await session.run('let x: number = 1; const more = () => { x++ };');
    expect(await session.show('more(); x')).toBe('2');
    expect(await session.show('x = 10; more(); x')).toBe('11');
    await session.run('const size = () => list.length; let list = [1];');
    expect(await session.show('list = [1, 2, 3]; size()')).toBe('3');
    expect(await session.show('const list = []; size()')).toBe('0');
  });

  it('may be declared again with another type, and by cells that come after the functions that use them', async () => {
    await session.run('const shape = 1');
    expect(await session.show("const shape = 'round'; shape")).toBe("'round'");
    await session.run('const late = () => [typeof notYet, typeof never, notYet + 1]');
    expect(await session.show('late()')).toBe('ReferenceError: notYet is not defined');
    expect(await session.show('const notYet = 41; late()')).toBe("[ 'number', 'undefined', 42 ]");
  });

  it('come from every form of declaration', async () => {
    await session.run(`
      const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], f: 5 }
      var g, h = 6
      for (var i = 0; i < 3; i++) { var j = i }
      if (h) { var k = 7 }
      class L { static m = 8; n() { return new L() instanceof L } }
      async function* o() { yield 9 }
      enum P { Q = 10 }
      export const r = 11
      let s = [...'ab'].map((t) => t + s2()).join(); function s2() { return h }`);
    const shown = await session.show(
      '[a, c, d, e.f, g, h, i, j, k, L.m, new L().n(), (await o().next()).value, P.Q, r, s].join("; ")',
    );
    expect(shown).toBe("'1; 2; 3,4; 5; ; 6; 3; 2; 7; 8; true; 9; 10; 11; a6,b6'");
  });

  it('keep what was reached before an error, and nothing of what was not', async () => {
    await session.run("let first = 1, shared = () => first; first = 2; throw new Error('amid'); let second = 3");
    expect(await session.show('[shared(), typeof second]')).toBe("[ 2, 'undefined' ]");
    expect(await session.show('second')).toBe('ReferenceError: second is not defined');
  });

  it('that are constant are not assigned, and none is used before it is declared', async () => {
    await session.run('const fixed = 1');
    expect(await session.show('fixed = 2')).toMatch(
      /^TypeError: Assignment to constant variable 'fixed', which an earlier cell/,
    );
    expect(await session.show('const once = 1\nonce++')).toMatch(
      /^TypeError: Assignment to constant variable 'once', which this cell/,
    );
    expect(await session.show('fixed + early; let early = 1')).toBe(
      "ReferenceError: Cannot access 'early' before initialization",
    );
    expect(await session.show('const fixed = fixed + 1')).toBe(
      "ReferenceError: Cannot access 'fixed' before initialization",
    );
  });

  it('are called without a receiver, and functions have the names of their variables', async () => {
    await session.run(
      'const self = function () { return this }, named = () => self(); const tag = (t) => t[0] + self()',
    );
    expect(await session.show('[self(), named(), self.name, named.name, tag`x`, { self }.self === self]')).toBe(
      "[ undefined, undefined, 'self', 'named', 'xundefined', true ]",
    );
  });
});

describe('what a cell shows', () => {
  it('is its last expression, whatever ends it, and nothing after a declaration', async () => {
    expect(await session.show('1 + 1;')).toBe('2');
    expect(await session.show('({ a: 1 }) // said')).toBe('{ a: 1 }');
    expect(await session.show('const quiet = 1')).toBeUndefined();
    expect(await session.show('undefined')).toBeUndefined();
    expect(await session.show('')).toBeUndefined();
    expect(await session.show('let n = 1\nn\n++n')).toBe('2');
  });

  it('is written to the streams, with the cell that wrote it, also when that has ended', async () => {
    const { events } = await session.run(
      "console.log('out'); console.error('err'); process.stdout.write(Buffer.from('ção'))",
    );
    expect([textOf(events), textOf(events, 'stderr')]).toEqual(['out\nção', 'err\n']);
    const before = await session.run("setTimeout(() => console.log('afterwards'), 50); 'now'");
    await session.run('await new Promise((done) => setTimeout(done, 100))').then(({ events: next }) => {
      const told = next.find((event) => event.kind === 'stream');
      const token = before.events.find((event) => event.kind === 'result')!.token;
      expect(told).toMatchObject({ text: 'afterwards\n', token });
    });
  });

  it('is markup, formulas, data and pictures by functions of display, drawn again in their form', async () => {
    const { events } = await session.run(`
      const place = display.html('<b>1</b>'); place.update('<b>2</b>');
      display.markdown('*m*'); display.latex('$x^2$'); display.svg('<svg/>');
      display.json({ tick: 0.5 }); display.png(new Uint8Array([1, 2, 3]).subarray(1), { id: 'p' });`);
    const shown = events.flatMap((event) => (event.kind === 'display' ? [event] : []));
    expect(shown.map(({ data }) => data)).toEqual([
      { 'text/plain': 'HTML, 8 characters', 'text/html': '<b>1</b>' },
      { 'text/plain': 'HTML, 8 characters', 'text/html': '<b>2</b>' },
      { 'text/plain': '*m*', 'text/markdown': '*m*' },
      { 'text/plain': '$x^2$', 'text/latex': '$x^2$' },
      { 'text/plain': 'SVG, 6 characters', 'image/svg+xml': '<svg/>' },
      { 'text/plain': '{ tick: 0.5 }', 'application/json': { tick: 0.5 } },
      { 'text/plain': 'PNG, 2 bytes', 'image/png': 'AgM=' },
    ]);
    expect(shown.map(({ isUpdate }) => isUpdate)).toEqual([false, true, false, false, false, false, false]);
    expect(shown[1]!.displayId).toBe(shown[0]!.displayId);
    expect(shown.at(-1)!.displayId).toBe('p');
    expect(await session.show('display.html(5)')).toBe('TypeError: display.html takes a text, not 5');
    expect(await session.show("display.png('x')")).toContain('takes the bytes of a picture');
    expect(await session.show('display.json(undefined)')).toContain('takes what JSON can hold, not undefined');
  });

  it('is what a value says of itself, at once or later, in place of what stood there', async () => {
    const { events } = await session.run(`
      const card = (text, wait) => ({ [Symbol.for('Jupyter.display')]: () => {
        const bundle = { 'text/html': '<b>' + text + '</b>', 'text/plain': text };
        return wait ? new Promise((done) => setTimeout(done, 20, bundle)) : bundle } })
      const handle = display(card('one')); display(card('two', true)); handle.update(card('three')); clearOutput(true)
      card('four')`);
    const told = events.map((event) => ('data' in event ? [event.kind, event.data['text/html']] : [event.kind]));
    expect(told).toEqual([
      ['display', '<b>one</b>'],
      ['display', '<b>three</b>'],
      ['clear'],
      ['display', '<b>two</b>'],
      ['result', '<b>four</b>'],
    ]);
    const ids = events.flatMap((event) => (event.kind === 'display' ? [[event.displayId, event.isUpdate]] : []));
    expect(ids[0]![0]).toBe(ids[1]![0]);
    expect(ids.map(([, isUpdate]) => isUpdate)).toEqual([false, true, false]);
    const alone = await session.run('display({ a: 1 })');
    expect(alone.events.map(({ kind }) => kind)).toEqual(['display']);
    expect(await session.show("({ [Symbol.for('Jupyter.display')]: () => 5 })")).toMatch(/^TypeError: .* not 5$/);
  });
});

describe('an error of a cell', () => {
  it('stands at its place, in cells and in files', async () => {
    const where = await session.traceback(
      "import { boom } from 'proj'\nconst far = 2\n\nboom(far /* as number */ + 1)",
    );
    expect(where).toContain('RangeError: too far: 3\n    at boom (src/index.ts:4:9)\n');
    expect(where).toMatch(
      /at \(cell \d+, line 4, column 1\)\n {4}2 \| const far = 2\n {4}3 \| \n--> 4 \| boom\(far .*\n {6}\| \^/,
    );
    expect(where).not.toMatch(/qt|node:|kernel/);
  });

  it.each([
    ['let a = ;', 'SyntaxError', 'line 1, column 9'],
    ['const fine = 1;\nif (', 'SyntaxError', 'line 2, column 5'],
    ["import { Shape } from 'proj'", 'SyntaxError: proj has no export', 'line 1, column 1'],
    ["\nimport { nothing } from './near.ts'", 'SyntaxError: ./near.ts has no export', 'line 2, column 1'],
    ["import './absent.ts'", 'Error: Cannot find module', 'imported from cell'],
    ['export default 5', 'SyntaxError: A cell exports nothing', 'line 1, column 1'],
    ['enum E { A }\nenum F { B }\nnobody.x', 'ReferenceError: nobody is not defined', 'line 3, column 1'],
    ["new Error('a', { cause: new TypeError('b') }).x.y", 'TypeError: Cannot read', 'line 1'],
  ])('%s', async (code, name, where) => {
    const said = await session.traceback(code);
    expect(said).toContain(name);
    expect(said).toContain(where);
  });

  it('tells its causes, and what was thrown that is no error', async () => {
    const said = await session.traceback("throw new Error('outer', { cause: new TypeError('inner') })");
    expect(said).toContain('Error: outer');
    expect(said).toContain('caused by: TypeError: inner');
    expect(await session.traceback("throw 'a text'")).toBe('Thrown: a text');
    expect(await session.traceback('throw { code: 5 }')).toBe('Thrown: { code: 5 }');
  });

  it('that nobody waits for is told with its cell, and the session lives', async () => {
    const { reply, events } = await session.run(
      "Promise.reject(new Error('stray')); setTimeout(() => { throw new Error('thrown') }); 5",
    );
    expect(reply.kind).toBe('ok');
    await session.run('await new Promise((done) => setTimeout(done, 30))').then((next) => {
      const told = [...events, ...next.events].filter((event) => event.kind === 'error');
      expect(told.map(({ error }) => error.message).toSorted()).toEqual(['stray', 'thrown']);
      expect(plain(told[0]!.error.traceback.join('\n'))).toMatch(/no cell waited for.*cell \d+, line 1/s);
    });
  });

  it('of a value that is shown later is told with the cell that showed it, before that cell ends', async () => {
    const { reply, events } = await session.run(`
      const late = { async [Symbol.for('Jupyter.display')]() { await new Promise((done) => setTimeout(done, 20)); throw new Error('no picture') } };
      display(late); 'on'`);
    expect(reply.kind).toBe('ok');
    expect(events.map((event) => [event.kind, event.kind === 'error' ? event.error.message : ''])).toEqual([
      ['error', 'no picture'],
      ['result', ''],
    ]);
  });

  it('is what process.exit becomes', async () => {
    expect(await session.show('process.exit(3)')).toMatch(
      /^ExitError: process.exit\(3\) would end the session: it goes on/,
    );
    expect(await session.show('1')).toBe('1');
  });
});

describe('an interrupt', () => {
  it.each([
    'await new Promise(() => {})',
    'for (;;) await new Promise((done) => setTimeout(done, 5))',
    'const forever = async () => { for (;;) await new Promise((done) => setTimeout(done, 5)) }; await forever()',
  ])('ends %s, and leaves variables alone', async (code) => {
    await session.run('let kept = 5');
    const running = session.run(`let mine = 6; kept = 7; ${code}`);
    await new Promise((done) => setTimeout(done, 100));
    session.interrupt();
    const { reply } = await running;
    expect(reply).toMatchObject({ kind: 'error', error: { name: 'Interrupted' } });
    expect(await session.show('[kept, mine]')).toBe('[ 7, 6 ]');
  });
});
