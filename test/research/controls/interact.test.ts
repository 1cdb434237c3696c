// Controls with a drawing: drawn once and then anew in its place, the newest values first, errors in its place, and one bundle without a session.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { checkbox } from '../../../src/research/controls/checkbox.ts';
import type { Json } from '../../../src/research/controls/comm-port.ts';
import { dropdown } from '../../../src/research/controls/dropdown.ts';
import { interact } from '../../../src/research/controls/interact.ts';
import { slider } from '../../../src/research/controls/slider.ts';
import { bringFigureLibrary } from '../../../src/research/display/figure-session.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { Figure } from '../../../src/research/plots/figure.ts';
import { FakePort } from './fake-port.ts';

const VIEW = 'application/vnd.jupyter.widget-view+json';
const CONTROL = 'jupyter.widget.control';

const level = () => slider({ min: 0, max: 100, value: 5 });
const set = (port: FakePort, id: string, value: unknown) => port.say(id, { method: 'update', state: { value } });
const plain = (port: FakePort) => port.shown.map(({ bundle }) => bundle['text/plain']);

describe('an interaction', () => {
  it('has values with the types of its controls', () => {
    const both = interact({ level: level(), side: dropdown({ options: ['buy', 'sell'], value: 'buy' }) }, (values) => {
      expectTypeOf(values).toEqualTypeOf<{ readonly level: number; readonly side: 'buy' | 'sell' }>();
      return values.level;
    });
    expect(both.values).toEqual({ level: 5, side: 'buy' });
  });

  it('draws its controls in one box and the result below, then the result anew in its place', async () => {
    const port = new FakePort(CONTROL);
    const card = (text: string) => ({
      [JUPYTER_DISPLAY]: () => ({ 'text/html': `<b>${text}</b>`, 'text/plain': text }),
    });
    const drawn = interact({ level: level(), log: checkbox({ label: 'logarithm', value: false }) }, async (values) =>
      card(`${values.level} ${values.log}`),
    );
    expect(await drawn[JUPYTER_DISPLAY]()).toBeUndefined();
    const [first, second, box] = ['c1', 'c2', 'c3'].map((id) => port.opened.get(id)?.data.state as Json);
    expect([first?.description, second?.description]).toEqual(['level', 'logarithm']);
    expect(box).toMatchObject({ _model_name: 'VBoxModel', children: ['IPY_MODEL_c1', 'IPY_MODEL_c2'] });
    expect(port.shown[0]?.bundle).toMatchObject({ [VIEW]: { model_id: 'c3' } });
    expect(port.shown[0]?.bundle['text/plain']).toMatch(/^Controls: level = 5 \(0 to 100.*logarithm = off/);
    await set(port, 'c1', 8);
    await set(port, 'c2', true);
    expect(port.shown.slice(1).map(({ bundle, isUpdate }) => [bundle['text/html'], isUpdate])).toEqual([
      ['<b>5 false</b>', false],
      ['<b>8 false</b>', true],
      ['<b>8 true</b>', true],
    ]);
    expect(new Set(port.shown.slice(1).map(({ id }) => id)).size).toBe(1);
  });

  it('draws for the newest values only, never twice at once', async () => {
    const port = new FakePort(CONTROL);
    let [drawing, most] = [0, 0];
    const drawn = interact({ level: level() }, async (values) => {
      drawing += 1;
      most = Math.max(most, drawing);
      await new Promise((done) => setTimeout(done, 20));
      drawing -= 1;
      return values.level;
    });
    await drawn[JUPYTER_DISPLAY]();
    const moves: unknown[] = [];
    for (let value = 10; value < 30; value++) {
      moves.push(set(port, 'c1', value));
      if (value === 20) await new Promise((done) => setTimeout(done, 10));
    }
    await Promise.all(moves);
    expect([plain(port).slice(1), most]).toEqual([['5', '20', '29'], 1]);
  });

  it('shows the library of figures by itself, so that it stays when the first one is drawn anew', async () => {
    const port = new FakePort(CONTROL);
    bringFigureLibrary();
    const figure = (top: number) => new Figure({ data: [{ type: 'scatter', x: [1, 2], y: [1, top] }], layout: {} });
    await interact({ level: level() }, (values) => figure(values.level))[JUPYTER_DISPLAY]();
    await set(port, 'c1', 9);
    const sizes = port.shown.map(({ bundle }) => String(bundle['text/html']).length > 1_000_000);
    expect(sizes).toEqual([false, true, false, false]);
    expect(port.shown[2]?.bundle).toHaveProperty(['application/vnd.plotly.v1+json']);
  });

  it('shows what its drawing throws in its place, and draws again', async () => {
    const port = new FakePort(CONTROL);
    const drawn = interact({ level: level() }, ({ level: at }) => {
      if (at !== 7) throw new RangeError(`not ${at}`);
      return 'fine';
    });
    await drawn[JUPYTER_DISPLAY]();
    for (const value of [7, 8]) await set(port, 'c1', value);
    expect(plain(port).slice(1)).toEqual([
      'traceback of RangeError: not 5',
      "'fine'",
      'traceback of RangeError: not 8',
    ]);
  });

  it('shows the line and the first result in a session without widgets, and fails with its drawing there', async () => {
    const port = new FakePort();
    expect(await interact({ level: level() }, ({ level: at }) => at)[JUPYTER_DISPLAY]()).toBeUndefined();
    expect(port.opened.size).toBe(0);
    expect(plain(port)).toEqual([expect.stringMatching(/^Controls: level = 5/), '5']);
    const failing = interact({ level: level() }, () => {
      throw new RangeError('too far');
    });
    await expect(failing[JUPYTER_DISPLAY]()).rejects.toThrow('too far');
  });

  it('is drawn once for a move of a control of another cell, however often its own cell ran, and by the newest code', async () => {
    const port = new FakePort(CONTROL);
    const shared = level();
    shared[JUPYTER_DISPLAY]();
    const drawn: string[] = [];
    const show = (version: number) =>
      interact({ shared }, ({ shared: at }) => void drawn.push(`version ${version}: ${at}`));
    for (let version = 1; version <= 5; version++) {
      port.begin('cell 2');
      await show(version)[JUPYTER_DISPLAY]();
    }
    drawn.length = 0;
    await set(port, 'c1', 7);
    expect(drawn).toEqual(['version 5: 7']);
  });

  it('is drawn anew when it is shown once more, also after what it was shown with is gone', async () => {
    const port = new FakePort(CONTROL);
    const shared = level();
    shared[JUPYTER_DISPLAY]();
    port.begin('cell 2');
    const both = interact({ shared }, ({ shared: at }) => at);
    for (let time = 1; time <= 3; time++) await both[JUPYTER_DISPLAY]();
    const shown = () => plain(port).filter((text) => /^\d+$/.test(String(text)));
    expect(shown()).toEqual(['5', '5', '5']);
    await set(port, 'c1', 7);
    expect(shown().slice(3)).toEqual(['7']);
    port.begin('cell 2');
    await set(port, 'c1', 8);
    expect(shown().slice(4)).toEqual([]);
    await both[JUPYTER_DISPLAY]();
    await set(port, 'c1', 9);
    expect(shown().slice(4)).toEqual(['8', '9']);
  });

  it('hears no control where nothing can be moved', async () => {
    const port = new FakePort();
    const shared = level();
    const drawn: number[] = [];
    for (let run = 1; run <= 3; run++)
      await interact({ shared }, ({ shared: at }) => void drawn.push(at))[JUPYTER_DISPLAY]();
    port.asked.push(CONTROL);
    shared[JUPYTER_DISPLAY]();
    await set(port, 'c1', 7);
    expect([shared.value, drawn]).toEqual([7, [5, 5, 5]]);
  });

  it('is one bundle where there is no session', async () => {
    const bundle = await interact({ level: level() }, ({ level: at }) => `<${at}>`)[JUPYTER_DISPLAY]();
    expect(bundle?.['text/plain']).toMatch(/^Controls: level = 5 .*\n'<5>'$/);
    expect(bundle?.['text/html']).toContain('<pre>&#39;&lt;5&gt;&#39;</pre>');
  });
});
