// `qt alerts test` as a person asks it: will I be told? Yes is exit code 0, and nothing else is.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalHttp, localHttp } from '../adapters/alerts/local-http.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

describe('qt alerts test', () => {
  const home = temporaryFolder('alerts');
  const warm = new WarmQt();
  let http: LocalHttp;

  beforeAll(async () => {
    http = await localHttp();
  });
  afterAll(() => http.close());

  const tried = (alerts: object) => {
    const machine = { schemaVersion: 1, dllPath: '/none.dll', alerts: { desktop: false, ...alerts } };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    return warm.run('alerts', 'test', '--home', home);
  };

  it('fails where nothing is set, and says what to set', async () => {
    const { code, stdout } = await tried({});
    expect(code).toBe(1);
    expect(stdout).toContain('ALERTS REACH NOBODY. Set telegram, email or webhook');
  });

  it('fails where only a heartbeat is called: it carries no alert', async () => {
    const { code, stdout } = await tried({ heartbeat: { url: `${http.url}/beat` } });
    expect([code, stdout.includes('heartbeat  taken'), stdout.includes('REACH NOBODY')]).toEqual([1, true, true]);
  });

  it('succeeds where a way has taken it', async () => {
    const { code, stdout } = await tried({ webhook: { url: `${http.url}/hook` } });
    expect(stdout).toBe('webhook    taken\n');
    expect(code).toBe(0);
  });
});
