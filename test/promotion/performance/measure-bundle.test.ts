// The process that measures a bundle runs the very bytes that it is given, and says what they throw; nothing of it stays on the disk.

import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { measureBundle } from '../../../src/promotion/performance/measure-bundle.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const leftFolders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('quantumtrader-performance-'));

describe('measureBundle', () => {
  it('says what the code throws when it is loaded', async () => {
    const before = leftFolders();
    const answer = await measureBundle({
      code: Buffer.from("throw new Error('broken on purpose');\n"),
      ...{ instrument: 'WDO$', home: temporaryFolder('measure'), days: ['2027-03-01'], kind: 'trades' },
      ...{ seed: 1, capitalBrl: 50_000 },
    });
    expect(answer).toEqual({ code: 'failed', message: 'broken on purpose' });
    expect(leftFolders().filter((name) => !before.includes(name))).toEqual([]);
  });
});
