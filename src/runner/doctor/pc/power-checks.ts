// What powercfg says of the power plan and of sleep in; whether this computer stays awake and fast while the market is open out.

import { type PcCheck, type PcOutcome, type PcTools, unknown } from './pc-check.ts';

const PLANS: Readonly<Record<string, string>> = {
  '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c': 'high performance',
  'e9a42b02-d5df-448d-aa00-03f14749eb61': 'ultimate performance',
  '381b4222-f694-41f0-9685-ff5bb260df2e': 'balanced',
  'a1841308-3541-4fab-bc81-f71556f20b4a': 'power saver',
};
const FAST: ReadonlySet<string> = new Set(['high performance', 'ultimate performance']);
export const HIGH_PERFORMANCE = 'powercfg /setactive SCHEME_MIN';
const BY_HAND = 'Look in the control panel of Windows under power options';

/** From `powercfg /getactivescheme`, in any language: the plan is named by its GUID. */
export function powerPlanOf(text: string): { readonly name: string; readonly isFast: boolean } | undefined {
  const found = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text);
  if (found === null) return undefined;
  // a plan of the maker's is known by its name in brackets only
  const own = /\(([^)]*)\)\s*$/m.exec(text)?.[1] ?? found[0];
  const name = PLANS[found[0].toLowerCase()] ?? own;
  return { name, isFast: FAST.has(name) };
}

/** From `powercfg /query` of one setting, in any language: the present values on mains and on battery come last. Seconds; 0 never. */
export function idleSecondsOf(text: string): { readonly mains: number; readonly battery: number } | undefined {
  const values = [...text.matchAll(/0x([0-9a-f]{8})\b/gi)].map(([, hex]) => Number.parseInt(hex!, 16));
  const [mains, battery] = values.slice(-2);
  return mains === undefined || battery === undefined ? undefined : { mains, battery };
}

const plan: PcCheck = {
  id: 'power-plan',
  title: 'Power plan',
  isOfWindows: true,
  async run(tools) {
    const ended = await tools.run('powercfg', ['/getactivescheme']);
    const found = ended === undefined ? undefined : powerPlanOf(ended.text);
    if (found === undefined) return unknown('powercfg does not name the power plan', BY_HAND);
    if (found.isFast) return { state: 'ok', found: `the plan is ${found.name}` };
    const advice = 'The plan slows the processor down between events';
    return { state: 'warning', found: `the plan is ${found.name}`, command: HIGH_PERFORMANCE, advice };
  },
};

function idleCheck(id: string, title: string, setting: string, command: string): PcCheck {
  return {
    id,
    title,
    isOfWindows: true,
    run: (tools) => idleOutcome(tools, setting, command),
  };
}

async function idleOutcome(tools: PcTools, setting: string, command: string): Promise<PcOutcome> {
  const ended = await tools.run('powercfg', ['/query', 'SCHEME_CURRENT', 'SUB_SLEEP', setting]);
  const idle = ended?.code === 0 ? idleSecondsOf(ended.text) : undefined;
  if (idle === undefined) return unknown('powercfg does not tell it', BY_HAND);
  const figures = { mainsSeconds: idle.mains, batterySeconds: idle.battery };
  if (idle.mains === 0) return { state: 'ok', found: 'never, while it is on mains', figures };
  return { state: 'failed', found: `after ${Math.round(idle.mains / 60)} minutes on mains`, command, figures };
}

export const POWER_CHECKS: readonly PcCheck[] = [
  plan,
  idleCheck('sleep', 'Sleep', 'STANDBYIDLE', 'powercfg /change standby-timeout-ac 0'),
  idleCheck('hibernation', 'Hibernation', 'HIBERNATEIDLE', 'powercfg /change hibernate-timeout-ac 0'),
];
