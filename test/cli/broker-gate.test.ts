// A home with and without an examination of its broker; what brackets may rely on, which is nothing where nobody has looked with this library.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBrokerCapabilities } from '../../src/adapters/machine/broker-capabilities.ts';
import { parseMachineSettings } from '../../src/adapters/machine/machine-settings.ts';
import { brokerKnowledge, dllSha256 } from '../../src/cli/broker-gate.ts';
import { qt, temporaryFolder } from './support/qt.ts';

const LIVE = '8:123456';
const DEMO = '32003:10001-7';

describe('what is known of a broker', () => {
  const home = temporaryFolder('broker-gate');
  const dllPath = join(home, 'ProfitDLL64.dll');
  const machine = parseMachineSettings(JSON.stringify({ schemaVersion: 1, dllPath }), 'machine.json');
  const known = () => brokerKnowledge(home, machine, [LIVE, DEMO]);

  it('is nothing before it was examined, and careful ways are taken', () => {
    writeFileSync(dllPath, 'a library');
    expect(known()).toMatchObject({
      capabilities: { changeStop: false, bothExitsWorking: false },
      gate: { state: 'open', text: expect.stringContaining('qt doctor orders') },
    });
  });

  it("is what an account of its simulator has shown, until the account's own examination says it", () => {
    const found = { schemaVersion: 1, at: '2027-02-01T12:00:00Z', dllSha256: dllSha256(dllPath) } as const;
    writeBrokerCapabilities(home, { ...found, account: DEMO, changeStop: true, bothExitsWorking: true });
    expect(known().capabilities).toEqual({ changeStop: true, bothExitsWorking: true });
    writeBrokerCapabilities(home, { ...found, account: LIVE, changeStop: false, bothExitsWorking: true });
    expect(known().capabilities).toEqual({ changeStop: false, bothExitsWorking: true });
    expect(known().gate.text).toContain(LIVE);
  });

  it('is nothing again with another library', () => {
    writeFileSync(dllPath, 'another library');
    expect(known()).toMatchObject({ capabilities: { changeStop: false, bothExitsWorking: false } });
    expect(known().gate.text).toContain('another library');
  });
});

describe('qt doctor pc', () => {
  it('measures this computer, and prints one object with --json', async () => {
    const { code, stdout, stderr } = await qt(['doctor', 'pc', '--home', temporaryFolder('doctor-pc'), '--json']);
    const { platform, checks } = JSON.parse(stdout) as { platform: string; checks: { id: string; state: string }[] };
    expect(platform).toBe(process.platform);
    expect(checks.map(({ id }) => id)).toEqual([
      ...['power-plan', 'sleep', 'hibernation', 'update-hours', 'clock', 'antivirus'],
      ...['disk-sync', 'timers', 'disk-space', 'memory'],
    ]);
    expect(code).toBe(checks.some(({ state }) => state === 'failed') ? 1 : 0);
    expect(stderr).toContain('Time until a write is on the disk');
  });
});
