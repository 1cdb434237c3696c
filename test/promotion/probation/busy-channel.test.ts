// A session judges its release while another process works on the channel: it does not stand still, and the next look does it.

import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { endProbation } from '../../../src/promotion/probation/end-probation.ts';
import { tellOfBreak } from '../../../src/promotion/probation/tell-of-break.ts';
import { pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { channelPath } from '../../../src/promotion/release/release-folders.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

it('is given up at once and done the next time', { timeout: 5000 }, () => {
  const temp = new TempHome();
  const channel = { home: temp.home, strategy: 'sample', stage: 'demo' } as const;
  const at = '2027-03-02T14:00:00Z';
  const [a, b] = ['a', 'b'].map((code) => temp.build(`export const strategy = '${code}';\n`).id);
  for (const release of [a!, b!]) pointChannel({ ...channel, release, at, by: 'ana', trustedKeys: [temp.key] });
  const breach = { kind: 'error', text: 'it threw', figure: 1, limit: 0 } as const;
  const end = () => endProbation({ ...channel, release: b!, breach, day: '2027-03-02', at, rollsBack: true });
  const told: string[] = [];
  const tell = (): void => tellOfBreak(channel, (code) => told.push(code));
  const during = (work: () => unknown): string => {
    const other = new DatabaseSync(`${channelPath(temp.home, 'sample', 'demo')}.lock.sqlite`);
    other.exec('BEGIN IMMEDIATE');
    const { code } = refusalOf(work);
    other.close();
    return code;
  };
  expect(during(end)).toBe('channel-busy');
  expect(readChannel(temp.home, 'sample', 'demo')!.release).toBe(b);
  expect(end()).toMatchObject({ action: 'rollback', release: a, broken: b });
  expect(during(tell)).toBe('channel-busy');
  expect(told).toEqual([]);
  tell();
  tell();
  expect(told).toEqual(['releaseRolledBack']);
  temp.remove();
});
