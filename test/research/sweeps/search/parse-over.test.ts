// Ranges and values as people write them: what they mean, and what is refused with what is expected.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { overSpec, parseOver, readSpaceFile } from '../../../../src/research/sweeps/search/parse-over.ts';
import { searchSpace } from '../../../../src/research/sweeps/search/search-space.ts';
import { temporaryFolder } from '../../../cli/support/qt.ts';
import swept from '../support/swept-strategy.ts';

describe('what is searched', () => {
  it.each([
    ['stopPoints=3..15', { min: 3, max: 15 }],
    ['stopPoints=3..15:0.5', { min: 3, max: 15, step: 0.5 }],
    ['rate=1e-4..1e-1:log', { min: 0.0001, max: 0.1, scale: 'log' }],
    ['edge=-2..-1:0.25', { min: -2, max: -1, step: 0.25 }],
    ['side=long,short', { of: ['long', 'short'] }],
    ['period=5,10,20', { of: [5, 10, 20] }],
    ['isOn=true,false', { of: [true, false] }],
    ['model=../models/a,b.c', { of: ['../models/a', 'b.c'] }],
    ['stopPoints', undefined],
  ])('%s', (text, over) => {
    expect(parseOver(text)).toEqual([text.split('=')[0], over]);
  });

  it.each(['', '=3..5', 'stop=', 'stop=1..1e999', 'stop=1..2:1e999'])('%j is refused', (text) => {
    expect(() => parseOver(text)).toThrow(expect.objectContaining({ code: 'sweep-space', field: 'over' }));
  });

  it('can stand in a file', () => {
    const file = join(temporaryFolder('space'), 'space.json');
    writeFileSync(file, '{"stopPoints": {"min": 3, "max": 15, "step": 0.5}, "side": {"of": ["with"]}, "period": null}');
    expect([...readSpaceFile(file)]).toEqual([
      ['stopPoints', { min: 3, max: 15, step: 0.5 }],
      ['side', { of: ['with'] }],
      ['period', undefined],
    ]);
    for (const text of ['{', '[]', '{"a": {"min": 1}}', '{"a": {"of": []}}']) {
      writeFileSync(file, text);
      expect(() => readSpaceFile(file)).toThrow(expect.objectContaining({ code: 'sweep-space', file }));
    }
  });

  it('has the step and the scale of the strategy where it says none', () => {
    const known = { default: 5, min: 1, max: 9, step: 0.5, scale: 'log' } as const;
    expect(overSpec({ min: 2, max: 4 }, known)).toEqual({ min: 2, max: 4, step: 0.5, scale: 'log' });
    expect(overSpec(undefined, known)).toBe(known);
    expect(overSpec({ of: [1, 2] }, known)).toEqual({ of: [1, 2] });
  });

  const of = { strategy: swept, manifest: undefined };
  it('becomes dimensions that the strategy allows', () => {
    const space = searchSpace(
      new Map([
        ['stopPoints', { min: 3, max: 4 }],
        ['side', undefined],
      ]),
      of,
    );
    expect(space).toEqual([
      { kind: 'number', name: 'stopPoints', min: 3, max: 4, step: 0.5, scale: 'linear' },
      { kind: 'choice', name: 'side', values: ['with', 'against', 'broken'] },
    ]);
  });

  it.each([
    ['stopPoints', { min: 3, max: 40 }, 'parameter-invalid'],
    ['stopPoints', { min: 3.1, max: 5 }, 'parameter-invalid'],
    ['stopPoints', { min: 3, max: 5, step: 0.3 }, 'parameter-invalid'],
    ['stopPoints', { min: 5, max: 3 }, 'sweep-space'],
    ['side', { of: ['up'] }, 'parameter-invalid'],
    ['stop', { min: 3, max: 5 }, 'parameter-unknown'],
    ['stop', undefined, 'sweep-space'],
    ['thresholds.probability', { min: 0.4, max: 0.6 }, 'thresholds-without-model'],
  ])('%s %j is refused', (name, over, code) => {
    expect(() => searchSpace(new Map([[name, over as never]]), of)).toThrow(expect.objectContaining({ code }));
  });
});
