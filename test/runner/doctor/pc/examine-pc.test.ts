// Samples of what Windows prints, in English and Portuguese, in; each check's finding and the command that mends it out.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookDayBytes } from '../../../../src/runner/doctor/pc/book-day-bytes.ts';
import { examinePc, PC_CHECKS } from '../../../../src/runner/doctor/pc/examine-pc.ts';
import { quantile } from '../../../../src/runner/doctor/pc/measured-checks.ts';
import type { PcResult, PcTools } from '../../../../src/runner/doctor/pc/pc-check.ts';
import { idleSecondsOf, powerPlanOf } from '../../../../src/runner/doctor/pc/power-checks.ts';
import {
  activeHoursOf,
  clockOffsetsOf,
  clockStatusOf,
  uncovered,
} from '../../../../src/runner/doctor/pc/windows-checks.ts';

const BALANCED = 'Power Scheme GUID: 381b4222-f694-41f0-9685-ff5bb260df2e  (Balanced)\r\n';
const EQUILIBRADO = 'GUID do Esquema de Energia: 381b4222-f694-41f0-9685-ff5bb260df2e  (Equilibrado)\r\n';
const ALTO = 'GUID do Esquema de Energia: 8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c  (Alto desempenho)\r\n';
const OWN = 'Power Scheme GUID: 12345678-aaaa-bbbb-cccc-1234567890ab  (Maker plan)\r\n';

const idleText = (mains: string, battery: string, current: readonly [string, string]): string => `
Power Scheme GUID: 381b4222-f694-41f0-9685-ff5bb260df2e  (Balanced)
  GUID Alias: SCHEME_BALANCED
  Subgroup GUID: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Sleep)
    Power Setting GUID: 29f6c1db-86da-48c5-9fdb-f2b67b1f44da  (Sleep after)
      Minimum Possible Setting: 0x00000000
      Maximum Possible Setting: 0xffffffff
      Possible Settings increment: 0x00000001
    ${current[0]}: ${mains}
    ${current[1]}: ${battery}
`;
const EN = ['Current AC Power Setting Index', 'Current DC Power Setting Index'] as const;
const PT = ['Índice da Configuração de Energia AC Atual', 'Índice da Configuração de Energia DC Atual'] as const;

const UPDATES = (from: string, to: string): string => `
HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\WindowsUpdate\\UX\\Settings
    ActiveHoursEnd    REG_DWORD    ${to}
    ActiveHoursStart    REG_DWORD    ${from}
    IsExpedited    REG_DWORD    0x0
`;

const CLOCK_EN = `Leap Indicator: 0(no warning)
Stratum: 3 (secondary reference - syncd by (S)NTP)
Precision: -23 (119.209ns per tick)
ReferenceId: 0xC8A007BA (source IP:  200.160.7.186)
Source: a.st1.ntp.br
`;
const CLOCK_PT = `Indicador de Salto: 3(não sincronizado)
Camada: 0 (não especificado)
Precisão: -23 (119.209ns por tique)
ReferenceId: 0x00000000 (não especificado)
Fonte: Relógio CMOS Local
`;
const CHART = `Tracking a.st1.ntp.br [200.160.7.186:123].
Collecting 3 samples.
The current time is 23/11/2026 10:00:00.
10:00:00, +00.0031250s
10:00:02, -00.0412500s
10:00:04, +00.0029000s
`;

const good: Readonly<Record<string, string>> = {
  getactivescheme: ALTO,
  STANDBYIDLE: idleText('0x00000000', '0x00000384', EN),
  HIBERNATEIDLE: idleText('0x00000000', '0x00000000', PT),
  reg: UPDATES('0x7', '0x14'),
  status: CLOCK_EN,
  stripchart: CHART,
  RealTime: 'True',
  ExclusionPath: 'C:\\QuantumTrader\r\nC:\\Profit',
};

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'qt-pc-'));
});
afterAll(() => rmSync(home, { recursive: true }));

/** A computer that prints these texts; what it does not have cannot be started. */
function computer(texts: Readonly<Record<string, string>>, platform: NodeJS.Platform = 'win32'): PcTools {
  return {
    platform,
    home: 'C:\\QuantumTrader',
    vendorFolder: 'C:\\Profit',
    run: async (program, args) => {
      const asked = [program, ...args].join(' ');
      const key = Object.keys(texts).find((each) => asked.includes(each));
      return key === undefined ? undefined : { code: texts[key] === '' ? 1 : 0, text: texts[key]! };
    },
  };
}

async function found(texts: Readonly<Record<string, string>>, id: string): Promise<PcResult> {
  const results = await examinePc(
    computer(texts),
    () => {},
    PC_CHECKS.filter((check) => check.id === id),
  );
  return results[0]!;
}

describe('the texts of Windows', () => {
  it('name the power plan in both languages', () => {
    expect(powerPlanOf(BALANCED)).toEqual({ name: 'balanced', isFast: false });
    expect(powerPlanOf(EQUILIBRADO)).toEqual({ name: 'balanced', isFast: false });
    expect(powerPlanOf(ALTO)).toEqual({ name: 'high performance', isFast: true });
    expect(powerPlanOf(OWN)).toEqual({ name: 'Maker plan', isFast: false });
    expect(powerPlanOf('nothing of the kind')).toBeUndefined();
  });

  it('tell when the computer sleeps in both languages', () => {
    expect(idleSecondsOf(idleText('0x00000708', '0x00000384', EN))).toEqual({ mains: 1800, battery: 900 });
    expect(idleSecondsOf(idleText('0x00000000', '0x00000384', PT))).toEqual({ mains: 0, battery: 900 });
    expect(idleSecondsOf('Access denied')).toBeUndefined();
  });

  it('tell active hours, the state of the clock and its offsets', () => {
    expect(activeHoursOf(UPDATES('0x8', '0x11'))).toEqual({ from: 8, to: 17 });
    expect(activeHoursOf('ERROR: The system was unable to find the specified registry key')).toBeUndefined();
    expect(clockStatusOf(CLOCK_EN)).toEqual({ isSynchronised: true, stratum: 3 });
    expect(clockStatusOf(CLOCK_PT)).toEqual({ isSynchronised: false, stratum: 0 });
    expect(clockStatusOf(CLOCK_EN.replace('0xC8A007BA', '0x4C4F434C'))?.isSynchronised).toBe(false);
    expect(clockStatusOf('The service has not been started. (0x80070426)')).toBeUndefined();
    expect(clockOffsetsOf(CHART)).toEqual([0.003125, -0.04125, 0.0029]);
    expect(clockOffsetsOf(CHART.replaceAll('00.0', '00,0'))).toEqual([0.003125, -0.04125, 0.0029]);
    expect(clockOffsetsOf('10:00:00, error: 0x800705B4')).toEqual([]);
  });

  it('say which folders are excluded, with their folders below', () => {
    expect(uncovered(['C:\\Quant\\home', 'C:\\Profit'], ['c:/quant/', 'C:\\Prof'])).toEqual(['C:\\Profit']);
    expect(uncovered(['C:\\Quant'], [])).toEqual(['C:\\Quant']);
  });
});

describe('the examination of a computer', () => {
  it('finds nothing to mend on one that is made for it', async () => {
    const windows = ['power-plan', 'sleep', 'hibernation', 'update-hours', 'clock', 'antivirus'];
    for (const id of windows) expect(await found(good, id)).toMatchObject({ id, state: 'ok' });
  });

  it('names the command for each fault', async () => {
    const bad = async (id: string, more: Readonly<Record<string, string>>) => found({ ...good, ...more }, id);
    expect(await bad('power-plan', { getactivescheme: EQUILIBRADO })).toMatchObject({
      ...{ state: 'warning', command: 'powercfg /setactive SCHEME_MIN' },
    });
    expect(await bad('sleep', { STANDBYIDLE: idleText('0x00000708', '0x00000000', EN) })).toMatchObject({
      ...{ state: 'failed', found: 'after 30 minutes on mains', command: 'powercfg /change standby-timeout-ac 0' },
    });
    expect(await bad('update-hours', { reg: UPDATES('0x8', '0x11') })).toMatchObject({
      ...{ state: 'failed', command: expect.stringContaining('ActiveHoursEnd /t REG_DWORD /d 20') },
    });
    expect(await bad('update-hours', { reg: '' })).toMatchObject({ state: 'warning' });
    expect(await bad('clock', { status: CLOCK_PT })).toMatchObject({
      ...{ state: 'failed', command: expect.stringContaining('w32tm /config') },
    });
    expect(await bad('clock', { stripchart: CHART.replace('+00.0031250', '+02.5000000') })).toMatchObject({
      ...{ state: 'warning', figures: { offsetMs: 2500 } },
    });
    expect(await bad('antivirus', { ExclusionPath: 'C:\\Profit' })).toMatchObject({
      ...{ state: 'warning', command: expect.stringContaining("Add-MpPreference -ExclusionPath 'C:\\QuantumTrader'") },
    });
  });

  it('does not take what it cannot find out for a fault', async () => {
    expect(
      await found({ ...good, ExclusionPath: 'N/A: Must be an administrator to view exclusions' }, 'antivirus'),
    ).toMatchObject({
      state: 'unknown',
    });
    expect(await found({}, 'power-plan')).toMatchObject({ state: 'unknown' });
    expect(await found({ ...good, RealTime: 'False' }, 'antivirus')).toMatchObject({ state: 'ok' });
  });

  it('says of checks of Windows elsewhere that they are such, and measures disk, timers and memory', async () => {
    const told: string[] = [];
    const tools = { ...computer({}, 'linux'), home };
    const results = await examinePc(tools, ({ id }) => told.push(id));
    expect(told).toEqual(results.map(({ id }) => id));
    const states = Object.fromEntries(results.map(({ id, state }) => [id, state]));
    for (const id of ['power-plan', 'sleep', 'hibernation', 'update-hours', 'clock', 'antivirus']) {
      expect(states[id]).toBe('not on Windows');
    }
    const disk = results.find(({ id }) => id === 'disk-sync')!;
    expect(['ok', 'warning']).toContain(disk.state);
    expect(disk.figures).toMatchObject({ writes: 200 });
    expect(Number(disk.figures!.p99Ms)).toBeGreaterThanOrEqual(Number(disk.figures!.p50Ms));
    expect(disk.state).toBe(Number(disk.figures!.p99Ms) <= 10 ? 'ok' : 'warning');
    expect(results.find(({ id }) => id === 'memory')!.figures).toHaveProperty('freeGib');
    expect(results.find(({ id }) => id === 'timers')!.figures).toHaveProperty('p99Ms');
    expect(readdirSync(home)).toEqual([]);
  });

  it('goes on after a check that breaks', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const results = await examinePc({ ...computer({}, 'linux'), home: file }, () => {});
    expect(results.find(({ id }) => id === 'disk-sync')).toMatchObject({ state: 'unknown' });
    expect(results.find(({ id }) => id === 'memory')!.state).not.toBe('unknown');
    rmSync(file);
  });
});

describe('a day of the book', () => {
  it('takes what the largest stored one takes, else what is assumed', () => {
    expect(bookDayBytes(home)).toEqual({ bytes: 1024 ** 3, isMeasured: false });
    const write = (kind: string, day: string, bytes: number): void => {
      const folder = join(home, 'datasets', 'WDOU25', kind);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${day}.parquet`), Buffer.alloc(bytes));
    };
    write('trades', '2027-03-01', 5000);
    expect(bookDayBytes(home).isMeasured).toBe(false);
    write('levels', '2027-03-02', 700);
    write('trades', '2027-03-02', 300);
    write('levels', '2027-03-03', 900);
    expect(bookDayBytes(home)).toEqual({ bytes: 1000, isMeasured: true });
    expect(existsSync(home)).toBe(true);
  });

  it('has quantiles of few values', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([3, 1, 2], 0.99)).toBe(3);
    expect(quantile([], 0.5)).toBe(0);
  });
});
