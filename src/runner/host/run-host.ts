// The settings and secrets of this machine in; a running host with its vendor, recorder and orders out.

import { join } from 'node:path';
import { storedTerms } from '../../adapters/datasets/instruments/instrument-file.ts';
import { openStore } from '../../adapters/datasets/store.ts';
import { hostFolder, type Transport } from '../../adapters/host-link/endpoint.ts';
import { checkMachineFiles } from '../../adapters/machine/machine-files.ts';
import { type MachineSettings, readMachineSettings, workingFolderOf } from '../../adapters/machine/machine-settings.ts';
import { feesAt } from '../../adapters/machine/machine-to-live.ts';
import type { AccountName } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { provisionalUsOf } from '../../adapters/profit-dll/orders/provisional-end.ts';
import { type SecretSource, takeFromEnvironment } from '../../adapters/secrets/secret-source.ts';
import { isoDay } from '../../core/market/civil-time.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { type Provenance, weakerProvenance } from '../../core/market/provenance.ts';
import { openHostAlerts } from '../alerting/host-alerts.ts';
import { HostCapture } from '../capture/host-capture.ts';
import { HostHistory } from '../capture/host-history.ts';
import { accountRequests } from './account-requests.ts';
import { markDayTrade } from './day-trade-mark.ts';
import { Host } from './host.ts';
import { HostClock } from './host-clock.ts';
import { refuseSecondHost } from './host-lock.ts';
import { FileHostLog, type HostLog } from './host-log.ts';
import { accountText, HostOrders, type HostOrdersOptions } from './host-orders.ts';
import type { HostRequest } from './host-requests.ts';
import { liveFactsRequest } from './live-facts.ts';
import { LoginTime } from './login-time.ts';
import { type LiveVendorOptions, liveVendor } from './vendor/live-vendor.ts';
import type { VendorClock, VendorLimits } from './vendor/vendor-options.ts';
import type { VendorSecrets } from './vendor/vendor-port.ts';
import type { VendorProcessSettings } from './vendor/vendor-protocol.ts';
import type { VendorService } from './vendor/vendor-service.ts';

const RING_RECORDS = 1 << 18;
const DEPTH_LEVELS = 20;
const E4_PER_BRL = 10_000;

export interface RunHostOptions {
  readonly home: string;
  /** `simulated` where the library is a stand-in: what is recorded says so. */
  readonly provenance: Provenance;
  /** In place of that of the machine. */
  readonly transport?: Transport | undefined;
  /** In place of those of the machine. */
  readonly accounts?: readonly AccountName[] | undefined;
  /** Somebody asked the host to stop. */
  readonly onStop: () => void;
  readonly secrets?: SecretSource;
  /** Where something else than this machine says what time it is, and for hosts that are to be less patient. */
  readonly clock?: HostClock;
  readonly vendorClock?: VendorClock;
  readonly limits?: VendorLimits;
  /** Further questions that an operator may ask. */
  readonly requests?: Readonly<Record<string, HostRequest>>;
}

export interface RunningHost {
  readonly host: Host;
  /** All is safe when it resolves. */
  close(reason: string): Promise<void>;
}

/** Throws UserErrors: `host-running`, those of the machine's settings and files, of secrets, of the captures and of the listening. */
export async function runHost(options: RunHostOptions): Promise<RunningHost> {
  const { home } = options;
  refuseSecondHost(home);
  const machine = readMachineSettings(home);
  checkMachineFiles(machine, home);
  const provenance = machine.simulated ? weakerProvenance('simulated', options.provenance) : options.provenance;
  const accounts = options.accounts ?? accountsOf(machine);
  const source = options.secrets ?? takeFromEnvironment();
  const secrets = await secretsOf(machine, source);
  const file = new FileHostLog(home);
  const clock = options.clock ?? new HostClock();
  let started: Host | undefined;
  const people = await openHostAlerts({
    ...{ home, settings: machine.alerts, secrets: source, log: file, nowUs: () => clock.nowUs() },
    hasTrader: (account) => started?.hasTrader(account) === true,
  });
  const { log } = people;
  const capture = await HostCapture.open({ home, provenance, log, nowUs: () => clock.nowUs() });
  const history = new HostHistory(home, provenance);
  const end = (): Promise<void> => capture.close().then(() => people.close().then(() => file.close()));
  const login = new LoginTime();
  let vendor: VendorService | undefined;
  try {
    const host = await Host.start({
      home,
      transport: options.transport ?? machine.transport,
      clock,
      log,
      vendor: (door) => {
        vendor = liveVendor({ door, ...vendorSettings(machine, options, log) });
        return vendor;
      },
      acceptVendor: (peer) => vendor?.accept(peer),
      orders: (port, answers, instruments) =>
        new HostOrders({
          ...{ accounts, vendor: port, instruments, answers, log },
          ...orderSettings(machine, options, () => clock.nowUs()),
        }),
      sinks: [capture.recorder],
      termsOf: (ticker) => storedTerms(openStore(home).root, ticker),
      requests: {
        ...options.requests,
        ...capture.requests,
        ...history.requests,
        ...accountRequests(accounts),
        ...liveFactsRequest(provenance),
        ...login.requests,
      },
      onStop: options.onStop,
    });
    started = host;
    capture.begin(host.market.subscriptions, host.vendor);
    login.follow(host.vendor);
    if (machine.dayTrade !== undefined) markDayTrade(host.vendor, machine.dayTrade, log);
    host.vendor.start(secrets);
    return {
      host,
      close: async (reason) => {
        await host.stop(reason);
        await end();
      },
    };
  } catch (error) {
    log.error('hostNotStarted', { reason: error instanceof Error ? error.message : String(error) });
    await end();
    throw error;
  }
}

function vendorSettings(
  machine: MachineSettings,
  { limits, vendorClock }: RunHostOptions,
  log: HostLog,
): Omit<LiveVendorOptions, 'door'> {
  return {
    mode: machine.login,
    settings: processSettings(machine),
    spawn: { workingFolder: workingFolderOf(machine), output: (line) => log.info('vendorSays', { line }) },
    ...(limits === undefined ? {} : { limits }),
    ...(vendorClock === undefined ? {} : { clock: vendorClock }),
  };
}

function processSettings({ dllPath, feed, versionBytes }: MachineSettings): VendorProcessSettings {
  return { dllPath, feed, ringRecords: RING_RECORDS, depthLevels: DEPTH_LEVELS, versionBytes };
}

type OrderSettings = Pick<
  HostOrdersOptions,
  'storePath' | 'runPrefix' | 'nowUs' | 'costsE4' | 'accountUse' | 'provisionalUs'
>;

function orderSettings(
  machine: MachineSettings,
  { home, provenance }: RunHostOptions,
  nowUs: () => number,
): OrderSettings {
  return {
    storePath: join(hostFolder(home), 'orders.sqlite'),
    runPrefix: `${nowUs()}`,
    nowUs,
    costsE4: (ticker) => costsE4(machine, ticker, nowUs()),
    accountUse: machine.accountUse,
    // a stand-in is of no build
    provisionalUs: (version) => (provenance === 'exchange' ? provisionalUsOf(version) : 0),
  };
}

async function secretsOf(machine: MachineSettings, source: SecretSource): Promise<VendorSecrets> {
  const [activationKey, user, password] = await Promise.all([
    source.need('activationKey'),
    source.need('user'),
    source.need('password'),
  ]);
  const routing = machine.login === 'routing' ? await source.find('routingPassword') : undefined;
  return {
    mode: machine.login,
    activationKey: activationKey.reveal(),
    user: user.reveal(),
    password: password.reveal(),
    routingPassword: routing?.reveal(),
  };
}

/** Orders go to the accounts of the machine, where its login can send any. */
function accountsOf({ account, demoAccount, login }: MachineSettings): readonly AccountName[] {
  if (login !== 'routing') return [];
  const names = new Map<string, AccountName>();
  for (const each of [account, demoAccount]) {
    if (each === undefined) continue;
    const name = { brokerId: each.broker, accountId: each.account, subAccountId: each.subAccount ?? '' };
    names.set(accountText(name), name);
  }
  return [...names.values()];
}

/** Of the fees of the day that the clock shows. */
function costsE4(machine: MachineSettings, ticker: string, nowUs: number): number {
  const root = instrumentOf(ticker)?.root;
  const fee = root === undefined ? undefined : feesAt(machine, root, isoDay(nowUs));
  return fee === undefined ? 0 : Math.round((fee.exchangeFeeBrl + fee.brokerageBrl) * E4_PER_BRL);
}
