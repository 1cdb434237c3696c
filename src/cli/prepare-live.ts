// What a user typed in; a session against the host ready to run out: release verified, account pinned, limits of the machine applied.

import type { JournalledArming } from '../adapters/journal/journalled-gate.ts';
import { idleLimits } from '../adapters/machine/machine-limits.ts';
import { type MachineSettings, machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { type DayFees, feesAt, machineToLive } from '../adapters/machine/machine-to-live.ts';
import { UserError } from '../adapters/user-error.ts';
import { isoDay } from '../core/market/civil-time.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { HostOperator } from '../runner/capture/host-operator.ts';
import type { LiveMode, LiveOptions } from '../runner/live/live-options.ts';
import { planRun } from '../runner/run-plan.ts';
import { brokerKnowledge } from './broker-gate.ts';
import { ChannelFollower } from './channel-follower.ts';
import type { CommandContext } from './command-context.ts';
import { followedChannel } from './followed-channel.ts';
import { hostReady } from './host-ready.ts';
import { accountFor, accountsOf } from './machine-accounts.ts';
import { operatorName } from './operator-name.ts';
import { pinAccount } from './pin-account.ts';
import { releasedCode } from './released-code.ts';

export interface LiveArguments {
  readonly release: string;
  /** Absent: not armed. True: asked for. A text: the account as it would be typed. */
  readonly arm?: string | true;
  readonly capital?: number;
  readonly instrument?: string;
  readonly seed?: number;
  /** A release that runs in shadow beside it. */
  readonly challenger?: string;
  /** Started by a session as its challenger: ends with its input, tells nobody. */
  readonly attached?: boolean;
}

export interface PreparedLive {
  readonly options: Omit<LiveOptions, 'feesBrl' | 'observer' | 'say' | 'onGates' | 'stopWish'>;
  readonly machine: MachineSettings;
  /** Fees and brokerage together on the present day, BRL per contract and side; undefined where the machine names none. */
  readonly feesBrl: () => number | undefined;
  /** Id of the release that runs now: of a channel it can become another. */
  readonly runs: () => string;
  close(): Promise<void>;
}

/** Stage whose gates a release must have passed to be run so; what sends no orders asks for no more than paper. */
const STAGE_OF: Readonly<Record<LiveMode, Stage>> = { live: 'live', demo: 'demo', shadow: 'paper', paper: 'paper' };

/** UserErrors of the machine, the release, the model and the host, and `arm-refused`, `not-confirmed`, `capital-missing`. */
export async function prepareLive(context: CommandContext, mode: LiveMode, args: LiveArguments): Promise<PreparedLive> {
  const { home, store } = context;
  const machine = readMachineSettings(home);
  const use = mode === 'live' || mode === 'demo' ? mode : undefined;
  const account = use === undefined ? undefined : accountFor(machine, use, machineFile(home));
  const capitalBrl = capitalOf(home, machine, args);
  const released = await releasedCode(home, args.release, STAGE_OF[mode]);
  const { code, thresholds, modelFolder, manifestSha256 } = released;
  const plan = await planRun({ code, instrument: args.instrument, thresholds, modelFolder, manifestSha256 });
  const named = args.attached === true ? undefined : followedChannel(args.release, STAGE_OF[mode]);
  if (named?.note !== undefined) context.say(`note: ${named.note}`);
  const channel =
    named?.channel === undefined
      ? undefined
      : new ChannelFollower({
          ...{ home, store, ...named.channel, runsAt: STAGE_OF[mode], instrument: args.instrument },
          first: { release: released.id, plan },
        });
  const close = async (): Promise<void> => channel?.close() ?? plan.model?.predictor.close();
  try {
    const operator = await HostOperator.attach(home, `qt-${mode}`, () => context.say('No host runs: starting one'));
    try {
      await hostReady(context, operator, use !== undefined);
      const pinned =
        use === undefined || account === undefined
          ? []
          : await pinAccount(context, { home, machine, use, account, operator, arm: args.arm });
      const broker =
        account === undefined ? undefined : brokerKnowledge(home, machine, accountsTried(machine, account));
      const live = machineToLive(machine, today(), broker?.capabilities);
      for (const idle of idleLimits(machine.limits, plan.code.limitsOf(plan.strategy))) context.say(`note: ${idle}`);
      const gates = [...pinned, ...(broker === undefined ? [] : [broker.gate])];
      const options = {
        ...{ mode, home, store, plan, release: released.id, channel, strategyFile: null, capitalBrl, gates },
        // what sends no orders to a broker needs nobody's consent
        ...{ account, armed: use === undefined || args.arm !== undefined, seed: args.seed },
        arming: use === undefined || args.arm === undefined ? undefined : armedNow(mode, account),
        ...{ tighterLimits: live.tighterLimits, engine: live.engine, watch: live.watch },
        guard: use === undefined ? undefined : live.guard,
        carriesNothing: mode === 'shadow' && args.attached === true,
        noRiskWindows: (each: string) => machineToLive(machine, each, broker?.capabilities).noRiskWindows,
      };
      const traded = (): string => (channel?.runs.plan ?? plan).requested[0]!;
      const feesBrl = (): number | undefined => feesOf(machine, traded(), today());
      return { options, machine, feesBrl, runs: () => channel?.runs.release ?? released.id, close };
    } finally {
      operator.close();
    }
  } catch (error) {
    await close();
    throw error;
  }
}

/** The account was typed by the person at this terminal. */
function armedNow(mode: LiveMode, account: string | undefined): JournalledArming {
  return { timeUs: Date.now() * 1000, account: account ?? null, by: operatorName(`qt ${mode} --arm`) };
}

function today(): string {
  return isoDay(Date.now() * 1000);
}

function capitalOf(home: string, machine: MachineSettings, { capital }: LiveArguments): number {
  const capitalBrl = capital ?? machine.capitalBrl;
  if (capitalBrl !== undefined) return capitalBrl;
  const file = machineFile(home);
  throw new UserError({
    code: 'capital-missing',
    message: `${file}: capitalBrl: is missing, and limits are shares of it`,
    file,
    field: 'capitalBrl',
    fix: 'Write the capital of the account into machine.json, or give --capital',
  });
}

/** An account of the simulator stands in for one that nobody has examined. */
function accountsTried(machine: MachineSettings, account: string): readonly string[] {
  return [account, ...accountsOf(machine).filter((each) => each !== account)];
}

function feesOf(machine: MachineSettings, symbol: string, day: string): number | undefined {
  const root = instrumentOf(symbol)?.root;
  const fees: DayFees | undefined = root === undefined ? undefined : feesAt(machine, root, day);
  return fees === undefined ? undefined : fees.exchangeFeeBrl + fees.brokerageBrl;
}
