import { describe, expect, it } from 'vitest';
import { joined } from '../../../src/kernel/notebook/notebook-file.ts';
import { withParameters } from '../../../src/kernel/notebook/parameters.ts';
import { smallNotebook } from './small-notebook.ts';

const CELLS = [
  { type: 'markdown', source: '# Study' },
  { source: "let days: readonly string[] = [];\nconst name = 'a', deep = 1;\nfunction f() {}", tags: ['parameters'] },
  'days',
] as const;

function sources(
  cells: Parameters<typeof smallNotebook>[0],
  parameters: Readonly<Record<string, unknown>>,
): readonly string[] {
  return withParameters(smallNotebook(cells), parameters, 'small.ipynb').cells.map(({ source }) => joined(source));
}

describe('parameters', () => {
  it('are set in a cell behind the one that declares them', () => {
    const [, , injected, last] = sources(CELLS, { days: ['2025-08-05'], name: 'it\'s "b"\n' });
    expect(injected).toBe('// Parameters of this run\ndays = ["2025-08-05"];\nconst name = "it\'s \\"b\\"\\n";');
    expect(last).toBe('days');
  });

  it('take the place of those of an earlier run', () => {
    const once = withParameters(smallNotebook(CELLS), { deep: 2 }, 'small.ipynb');
    const twice = withParameters(once, { deep: 3 }, 'small.ipynb');
    expect(twice.cells).toHaveLength(4);
    expect(twice.cells[2]).toMatchObject({
      metadata: { tags: ['injected-parameters'] },
      source: '// Parameters of this run\nconst deep = 3;',
    });
  });

  it('come first where no cell declares them', () => {
    expect(sources(['x'], { x: 1 })).toEqual(['// Parameters of this run\nlet x = 1;', 'x']);
  });

  it('that are not declared are an error that names those that are', () => {
    for (const name of ['dayz', 'f']) {
      expect(() => sources(CELLS, { [name]: 1 })).toThrow(
        expect.objectContaining({
          message: `small.ipynb has no parameter ${name}`,
          fix: 'The parameters cell declares: days, name, deep',
        }),
      );
    }
  });

  it('need a cell that can be read', () => {
    expect(() => sources([{ source: 'let = ;', tags: ['parameters'] }], { x: 1 })).toThrow(
      'The parameters cell of small.ipynb cannot be read',
    );
  });

  it('that are none leave the notebook as it is', () => {
    const notebook = smallNotebook(CELLS);
    expect(withParameters(notebook, {}, 'small.ipynb')).toBe(notebook);
  });
});
