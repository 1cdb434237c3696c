// Takes the table of real sets; expects docs/real-data.md to say the same, and no file of the sets to be forgotten.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import { userErrorOf } from '../adapters/datasets/scratch.ts';
import { describeWithRealData, realDataFolder } from '../support/real-data.ts';
import { realSetsPage } from './real-sets-page.ts';
import { REAL_SETS, UNREAD_FILES } from './real-sets-table.ts';

const BINARY_MESSAGES = 'cme-es-mbo-20231225/esh4-glbx-mdp3-20231225.mbo.dbn.zst';

describe('docs/real-data.md', () => {
  it('has the table that the imports are tested against', () => {
    const page = readFileSync(new URL('../../docs/real-data.md', import.meta.url), 'utf8');
    const table = page.split('\n').filter((line) => line.startsWith('|'));
    expect(table.join('\n')).toBe(realSetsPage());
  });
});

describeWithRealData('the folder of real sets', ['b3-holidays/Brazil_B3.json'], () => {
  it('has no file that no test imports', () => {
    const folders = readdirSync(realDataFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = folders.flatMap(({ name }) =>
      readdirSync(join(realDataFolder, name)).map((file) => `${name}/${file}`),
    );
    const known = new Set([...REAL_SETS.flatMap((set) => set.files), ...Object.keys(UNREAD_FILES)]);
    expect(files.filter((file) => !known.has(file))).toEqual([]);
    expect([...known].filter((file) => !existsSync(join(realDataFolder, file)))).toEqual([]);
  });
});

describeWithRealData('messages in the binary format of their vendor', [BINARY_MESSAGES], (file) => {
  it('are no format that is known, and say so', async () => {
    const error = await userErrorOf(importFiles({ home: '/nowhere', format: 'auto', files: [file!] }));
    expect(error).toMatchObject({ code: 'format-unknown', file });
  });
});
