// Controls by themselves: their values, what front ends of each version are told of them and may say, and what stands in their place.
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { checkbox } from '../../../src/research/controls/checkbox.ts';
import type { Json } from '../../../src/research/controls/comm-port.ts';
import type { Control } from '../../../src/research/controls/control.ts';
import { dropdown } from '../../../src/research/controls/dropdown.ts';
import { rangeSlider, slider } from '../../../src/research/controls/slider.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { FakePort } from './fake-port.ts';

const VIEW = 'application/vnd.jupyter.widget-view+json';
const CONTROL = 'jupyter.widget.control';
const VERSION = 'jupyter.widget.version';

// biome-ignore lint/suspicious/noExplicitAny: controls of all values are shown
type AnyControl = Control<any>;

const show = (control: AnyControl): Json => control[JUPYTER_DISPLAY]();

/** The state that a front end of version 7 or 8 is told. */
function currentState(control: AnyControl): Json {
  const port = new FakePort(CONTROL);
  show(control);
  return port.opened.get('c1')?.data.state as Json;
}

describe('a control', () => {
  it('has a value of the right type, and a line that tells it where there are no widgets', () => {
    const level = slider({ label: 'level <b>', min: 0, max: 1, step: 0.05, value: 0.3 });
    expect(level.value).toBe(0.3);
    const bundle = show(level);
    expect(Object.keys(bundle)).toEqual(['text/plain', 'text/html']);
    expect(bundle['text/plain']).toMatch(
      /^Controls: level <b> = 0\.30 \(0 to 1 in steps of 0\.05\)\. They can be moved/,
    );
    expect(bundle['text/html']).toContain('level &lt;b&gt; = 0.30');
    const name = dropdown({ options: ['WDO', 'DOL'], value: 'DOL' });
    expectTypeOf(name.value).toEqualTypeOf<'WDO' | 'DOL'>();
    const size = dropdown({ options: { one: 1, five: 5 }, value: 5 });
    expectTypeOf(size.value).toEqualTypeOf<number>();
    expect([name.value, size.value, checkbox({ value: true }).value]).toEqual(['DOL', 5, true]);
  });

  it('is refused with values that it cannot have', () => {
    expect(() => slider({ min: 1, max: 1, value: 1 })).toThrow('A slider needs min below max, not 1 and 1');
    expect(() => slider({ min: 0, max: 1, value: 2 })).toThrow('2 is not within 0 and 1');
    expect(() => slider({ min: 0, max: 1, step: 0, value: 1 })).toThrow('a step above 0');
    expect(() => rangeSlider({ min: 0, max: 9, value: [5, 3] })).toThrow('begins with its lower end');
    expect(() => dropdown({ options: ['a'], value: 'b' as 'a' })).toThrow('none of its options: a');
  });

  it('opens no comm before a front end has said that it has widgets', () => {
    const port = new FakePort();
    expect(show(slider({ min: 0, max: 1, value: 1 }))).not.toHaveProperty([VIEW]);
    expect(port.opened.size).toBe(0);
    port.asked.push('jupyter.widget');
    expect(show(slider({ min: 0, max: 1, value: 1 }))).toHaveProperty([VIEW]);
  });
});

describe('front ends of versions 7 and 8', () => {
  it('are told of a state that both take', () => {
    const port = new FakePort(VERSION, CONTROL);
    port.cell = 'cell 7';
    const bundle = show(slider({ label: 'a < b', min: 0, max: 100, value: 5 }));
    expect(bundle[VIEW]).toEqual({ version_major: 2, version_minor: 0, model_id: 'c1' });
    expect(bundle['text/plain']).toContain('a < b = 5');
    const { data, metadata, target, owner } = port.opened.get('c1')!;
    expect({ target, metadata, owner }).toEqual({
      target: 'jupyter.widget',
      metadata: { version: '2.1.0' },
      owner: 'cell 7',
    });
    expect(data).toEqual({
      buffer_paths: [],
      state: {
        _model_module: '@jupyter-widgets/controls',
        _model_module_version: '^1.5.0 || ^2.0.0',
        _model_name: 'IntSliderModel',
        _view_module: '@jupyter-widgets/controls',
        _view_module_version: '^1.5.0 || ^2.0.0',
        _view_name: 'IntSliderView',
        description: 'a <\u200b b',
        ...{ min: 0, max: 100, step: 1, readout_format: 'd', continuous_update: true, value: 5 },
      },
    });
  });

  it('know each kind', () => {
    const range = rangeSlider({ min: 0, max: 1, value: [0.25, 0.5] });
    expect(currentState(range)).toMatchObject({ _model_name: 'FloatRangeSliderModel', value: [0.25, 0.5] });
    const list = dropdown({ options: { one: 1, two: 2 }, value: 2 });
    expect(currentState(list)).toMatchObject({
      _model_name: 'DropdownModel',
      _options_labels: ['one', 'two'],
      index: 1,
    });
    expect(currentState(checkbox({ value: true }))).toMatchObject({ _model_name: 'CheckboxModel', value: true });
  });

  it('set values within the ends and on a step, and nothing else', async () => {
    const port = new FakePort(CONTROL);
    const level = slider({ min: 0.1, max: 1, step: 0.1, value: 0.5 });
    const heard = vi.fn();
    const stop = level.onChange(heard);
    show(level);
    const set = (value: unknown) => port.say('c1', { method: 'update', state: { value } });
    for (const value of [0.30000000000000004, 7, -3, 'x', null, Number.NaN, 0.1]) await set(value);
    expect(heard.mock.calls.flat()).toEqual([0.3, 1, 0.1]);
    stop();
    await set(0.9);
    expect([level.value, heard.mock.calls.length]).toEqual([0.9, 3]);
    const range = rangeSlider({ min: 0, max: 10, value: [2, 3] });
    show(range);
    for (const value of [[1, 4.4], [6, 5], 3]) await port.say('c2', { method: 'update', state: { value } });
    expect(range.value).toEqual([1, 4]);
    const list = dropdown({ options: { one: 1, two: 2 }, value: 2 });
    show(list);
    for (const index of [0, 7, null]) await port.say('c3', { method: 'update', state: { index } });
    expect(list.value).toBe(1);
  });

  it('that connect later are told all states at once, or of each', () => {
    const port = new FakePort(CONTROL);
    const level = slider({ min: 0, max: 9, value: 5 });
    show(level);
    const [answer] = port.connect(CONTROL, { method: 'request_states' });
    expect(answer).toMatchObject({
      method: 'update_states',
      buffer_paths: [],
      states: { c1: { model_name: 'IntSliderModel', model_module: '@jupyter-widgets/controls', state: { value: 5 } } },
    });
    port.say('c1', { method: 'request_state' });
    expect(port.opened.get('c1')?.sent).toMatchObject([{ method: 'update', state: { value: 5, max: 9 } }]);
  });

  it('hear of an error in who listens', async () => {
    const port = new FakePort(CONTROL);
    const box = checkbox({ value: false });
    box.onChange(() => {
      throw new RangeError('too far');
    });
    show(box);
    await expect(port.say('c1', { method: 'update', state: { value: true } })).rejects.toThrow('too far');
    expect(box.value).toBe(true);
  });
});

describe('a front end of version 6', () => {
  it('is told flat states, and to draw', () => {
    const port = new FakePort(CONTROL, VERSION);
    const list = dropdown({ label: 'size', options: { one: 1, two: 2 }, value: 2 });
    expect(Object.keys(show(list))).toEqual([VIEW]);
    const { data, sent } = port.opened.get('c1')!;
    expect(data).toMatchObject({
      _model_module: 'jupyter-js-widgets',
      _model_name: 'DropdownModel',
      _view_name: 'DropdownView',
      _options_labels: ['one', 'two'],
      value: 'two',
    });
    expect(data).not.toHaveProperty('state');
    expect(sent).toEqual([{ method: 'display' }]);
    port.say('c1', { method: 'backbone', sync_data: { value: 'one' }, buffer_keys: [] });
    expect(list.value).toBe(1);
    show(rangeSlider({ min: 0, max: 9, value: [1, 2] }));
    expect(port.opened.get('c2')?.data).toMatchObject({ _model_name: 'IntSliderModel', _range: true, value: [1, 2] });
  });

  it('hears which version it should be', () => {
    const port = new FakePort(VERSION);
    show(checkbox({ value: true }));
    expect(port.connect(VERSION)).toEqual([{ version: '>=2.0.0 <3.0.0' }]);
  });
});
