// What Windows says of updates, its clock and its virus scanner in; whether they may disturb trading, and the command against it, out.

import { type PcCheck, type PcOutcome, type PcTools, powershell, unknown } from './pc-check.ts';

/** Local hours in which no restart may happen: from before the opening until after the last session has ended. */
const NEEDED_FROM = 8;
const NEEDED_TO = 19;
const UPDATE_KEY = 'HKLM\\SOFTWARE\\Microsoft\\WindowsUpdate\\UX\\Settings';
const SET_HOURS = [
  'SmartActiveHoursState /t REG_DWORD /d 2',
  'ActiveHoursStart /t REG_DWORD /d 7',
  'ActiveHoursEnd /t REG_DWORD /d 20',
]
  .map((value) => `reg add ${UPDATE_KEY} /v ${value} /f`)
  .join(' && ');

/** From `reg query`: local hours from which and to which Windows does not restart by itself. */
export function activeHoursOf(text: string): { readonly from: number; readonly to: number } | undefined {
  const value = (name: string): number | undefined => {
    const hex = new RegExp(`\\b${name}\\s+REG_DWORD\\s+0x([0-9a-f]+)`, 'i').exec(text)?.[1];
    return hex === undefined ? undefined : Number.parseInt(hex, 16);
  };
  const from = value('ActiveHoursStart');
  const to = value('ActiveHoursEnd');
  return from === undefined || to === undefined ? undefined : { from, to };
}

const updates: PcCheck = {
  id: 'update-hours',
  title: 'Hours without restarts for updates',
  isOfWindows: true,
  async run(tools) {
    const ended = await tools.run('reg', ['query', UPDATE_KEY]);
    const hours = ended?.code === 0 ? activeHoursOf(ended.text) : undefined;
    if (hours === undefined) {
      return { state: 'warning', found: 'Windows has no active hours of its own choice', command: SET_HOURS };
    }
    const found = `no restart from ${hours.from} to ${hours.to} h`;
    // hours that go over midnight leave a part of the day open
    if (hours.from <= NEEDED_FROM && hours.to >= NEEDED_TO) return { state: 'ok', found };
    const advice = `A restart may come while the market is open; ${NEEDED_FROM} to ${NEEDED_TO} h must be covered`;
    return { state: 'failed', found, command: SET_HOURS, advice };
  },
};

const SOURCES = 'a.st1.ntp.br b.st1.ntp.br c.st1.ntp.br d.st1.ntp.br';
const SET_CLOCK = `w32tm /config /manualpeerlist:"${SOURCES}" /syncfromflags:manual /update && sc config w32time start= auto && net start w32time & w32tm /resync /force`;
/** Beyond it the order of events of different sources is a guess. */
const OFFSET_MAX_SECONDS = 0.1;

/** From `w32tm /query /status`, in any language: the lines have a fixed order. */
export function clockStatusOf(
  text: string,
): { readonly isSynchronised: boolean; readonly stratum: number } | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  const number = (line: string | undefined): number => Number(/:\s*(\d+)/.exec(line ?? '')?.[1] ?? Number.NaN);
  const [leap, stratum] = [number(lines[0]), number(lines[1])];
  if (!Number.isFinite(leap) || !Number.isFinite(stratum)) return undefined;
  // LOCL: the clock of this computer itself is the source
  return { isSynchronised: leap !== 3 && stratum > 0 && !/0x4C4F434C/i.test(text), stratum };
}

/** From `w32tm /stripchart /dataonly`: the offsets of the samples, seconds. */
export function clockOffsetsOf(text: string): readonly number[] {
  return [...text.matchAll(/,\s*([+-]\d+[.,]\d+)s/g)].map(([, value]) => Number(value!.replace(',', '.')));
}

const clock: PcCheck = {
  id: 'clock',
  title: 'Clock synchronisation',
  isOfWindows: true,
  async run(tools) {
    const ended = await tools.run('w32tm', ['/query', '/status']);
    const status = ended?.code === 0 ? clockStatusOf(ended.text) : undefined;
    if (status === undefined) {
      return { state: 'failed', found: 'the time service of Windows does not run', command: SET_CLOCK };
    }
    if (!status.isSynchronised) {
      return { state: 'failed', found: 'the clock is not synchronised', command: SET_CLOCK };
    }
    const chart = await tools.run('w32tm', ['/stripchart', '/computer:a.st1.ntp.br', '/samples:3', '/dataonly']);
    const offsets = clockOffsetsOf(chart?.text ?? '').map(Math.abs);
    const base = `synchronised, stratum ${status.stratum}`;
    if (offsets.length === 0) return { state: 'ok', found: `${base}; the time of ntp.br could not be asked for` };
    const worst = Math.max(...offsets);
    const figures = { offsetMs: Math.round(worst * 1000), stratum: status.stratum };
    const found = `${base}, ${figures.offsetMs} ms from ntp.br`;
    return worst <= OFFSET_MAX_SECONDS
      ? { state: 'ok', found, figures }
      : { state: 'warning', found, command: SET_CLOCK, figures };
  },
};

const EXCLUDED = '(Get-MpPreference).ExclusionPath -join "`n"';

/** Folders that no exclusion covers. A line of Windows that is no path covers nothing. */
export function uncovered(folders: readonly string[], exclusions: readonly string[]): readonly string[] {
  const plain = (path: string): string => `${path.toLowerCase().replaceAll('/', '\\').replace(/\\+$/, '')}\\`;
  const covering = exclusions.map(plain);
  return folders.filter((folder) => !covering.some((each) => plain(folder).startsWith(each)));
}

const antivirus: PcCheck = {
  id: 'antivirus',
  title: 'Exclusions of the virus scanner',
  isOfWindows: true,
  async run(tools) {
    const isOn = await powershell(tools, '(Get-MpComputerStatus).RealTimeProtectionEnabled');
    if (isOn === undefined || !/^(True|False)$/i.test(isOn)) {
      return unknown('Windows Defender does not answer', foldersAdvice(tools));
    }
    if (/^false$/i.test(isOn))
      return { state: 'ok', found: 'Windows Defender does not scan files', advice: foldersAdvice(tools) };
    const listed = await powershell(tools, EXCLUDED);
    if (listed === undefined || /administrator|administrador/i.test(listed)) {
      return unknown(
        'the exclusions are shown to an administrator only',
        'Run it again in a terminal of an administrator',
      );
    }
    return exclusionOutcome(
      tools,
      listed.split(/\r?\n/).filter((line) => line.trim() !== ''),
    );
  },
};

function exclusionOutcome(tools: PcTools, exclusions: readonly string[]): PcOutcome {
  const open = uncovered(foldersOf(tools), exclusions);
  if (open.length === 0) return { state: 'ok', found: 'the folders of the program and of the vendor are not scanned' };
  const command = `powershell -Command "Add-MpPreference -ExclusionPath ${open.map((folder) => `'${folder.replaceAll("'", "''")}'`).join(',')}"`;
  const advice = 'Every write of the journal is scanned while an order waits for it';
  return { state: 'warning', found: `scanned: ${open.join(', ')}`, command, advice };
}

function foldersOf({ home, vendorFolder }: PcTools): readonly string[] {
  return vendorFolder === undefined ? [home] : [home, vendorFolder];
}

function foldersAdvice(tools: PcTools): string {
  return `Exclude these folders where another scanner runs: ${foldersOf(tools).join(', ')}`;
}

export const WINDOWS_CHECKS: readonly PcCheck[] = [updates, clock, antivirus];
