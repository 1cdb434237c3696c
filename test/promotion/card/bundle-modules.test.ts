// Lines that came and went between two bundles, module by module, equal to a brute force over every choice of common lines.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleModules, moduleChanges } from '../../../src/promotion/card/bundle-modules.ts';

const bundle = (modules: Readonly<Record<string, readonly string[]>>): Uint8Array =>
  new TextEncoder().encode(
    Object.entries(modules)
      .map(([name, lines]) => `// quantumtrader:${name}\n${lines.map((line) => `${line}\n`).join('')}`)
      .join('\n'),
  );

/** Of every subset of the first list that is a subsequence of the second, the largest. */
function mostInCommon(a: readonly string[], b: readonly string[]): number {
  let most = 0;
  for (let mask = 0; mask < 2 ** a.length; mask += 1) {
    const chosen = a.filter((_, at) => (mask >> at) & 1);
    let at = 0;
    for (const line of b) if (line === chosen[at]) at += 1;
    if (at === chosen.length) most = Math.max(most, chosen.length);
  }
  return most;
}

describe('the modules of a bundle', () => {
  it('are found by the comments that open them; a comment of another form opens none', () => {
    const code = bundle({ 'src/core/a.ts': ['x', '// note', '// quantumtrader:no/such'], 'strategies/b.ts': ['y'] });
    expect([...bundleModules(code)]).toEqual([
      ['src/core/a.ts', ['x', '// note', '// quantumtrader:no/such']],
      ['strategies/b.ts', ['y']],
    ]);
  });

  it('that are new, gone or changed are told with their lines, and no others', () => {
    const before = bundle({ 'src/core/a.ts': ['x', 'y'], 'src/core/b.ts': ['same'], 'src/core/gone.ts': ['1', '2'] });
    const after = bundle({
      'src/core/a.ts': ['x', 'z', 'y', 'w'],
      'src/core/b.ts': ['same'],
      'strategies/n.ts': ['n'],
    });
    expect(moduleChanges(before, after)).toEqual([
      { module: 'src/core/a.ts', added: 2, removed: 0 },
      { module: 'src/core/gone.ts', added: 0, removed: 2 },
      { module: 'strategies/n.ts', added: 1, removed: 0 },
    ]);
    expect(moduleChanges(after, after)).toEqual([]);
  });

  it('change by as few lines as can be', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const name = 'src/core/a.ts';
        const common = mostInCommon(from, to);
        const [change] = moduleChanges(bundle({ [name]: from }), bundle({ [name]: to }));
        const { added, removed } = change ?? { added: 0, removed: 0 };
        expect([added, removed]).toEqual([to.length - common, from.length - common]);
      }),
      { seed: 38, numRuns: 300 },
    );
  });
});
