// The settings and secrets of this machine in; a running host with its vendor, recorder and orders out.

import { join } from 'node:path';
import { storedTerms } from '../../adapters/datasets/instruments/instrument-file.ts';
import { openStore } from '../../adapters/datasets/store.ts';
import { hostFolder, type Transport } from '../../adapters/host-link/endpoint.ts';
import { checkMachineFiles } from '../../adapters/machine/machine-files.ts';
import { type MachineSettings, readMachineSettings, workingFolderOf } from '../../adapters/machine/machine-settings.ts';
import type { AccountName } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { type SecretSource, takeFromEnvironment } from '../../adapters/secrets/secret-source.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { HostCapture } from '../capture/host-capture.ts';
import { HostHistory } from '../capture/host-history.ts';
import { Host } from './host.ts';
import { HostClock } from './host-clock.ts';
import { refuseSecondHost } from './host-lock.ts';
import { FileHostLog } from './host-log.ts';
import { HostOrders } from './host-orders.ts';
import type { HostRequest } from './host-requests.ts';
import { liveVendor } from './vendor/live-vendor.ts';
import type { VendorClock, VendorLimits } from './vendor/vendor-options.ts';
import type { VendorSecrets } from './vendor/vendor-port.ts';
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
  const { home, provenance } = options;
  refuseSecondHost(home);
  const machine = readMachineSettings(home);
  checkMachineFiles(machine, home);
  const secrets = await secretsOf(machine, options.secrets ?? takeFromEnvironment());
  const log = new FileHostLog(home);
  const clock = options.clock ?? new HostClock();
  const capture = await HostCapture.open({ home, provenance, log, nowUs: () => clock.nowUs() });
  const history = new HostHistory(home, provenance);
  let vendor: VendorService | undefined;
  try {
    const host = await Host.start({
      home,
      transport: options.transport ?? machine.transport,
      clock,
      log,
      vendor: (door) => {
        vendor = liveVendor({
          door,
          mode: machine.login,
          settings: {
            dllPath: machine.dllPath,
            feed: machine.feed,
            ringRecords: RING_RECORDS,
            depthLevels: DEPTH_LEVELS,
            versionBytes: machine.versionBytes,
          },
          spawn: { workingFolder: workingFolderOf(machine), output: (line) => log.info('vendorSays', { line }) },
          ...(options.limits === undefined ? {} : { limits: options.limits }),
          ...(options.vendorClock === undefined ? {} : { clock: options.vendorClock }),
        });
        return vendor;
      },
      acceptVendor: (peer) => vendor?.accept(peer),
      orders: (port, answers, instruments) =>
        new HostOrders({
          accounts: accountsOf(machine),
          storePath: join(hostFolder(home), 'orders.sqlite'),
          runPrefix: `${clock.nowUs()}`,
          vendor: port,
          instruments,
          answers,
          log,
          nowUs: () => clock.nowUs(),
          costsE4: (ticker) => costsE4(machine, ticker),
        }),
      sinks: [capture.recorder],
      termsOf: (ticker) => storedTerms(openStore(home).root, ticker),
      requests: { ...options.requests, ...capture.requests, ...history.requests },
      onStop: options.onStop,
    });
    capture.begin(host.market.subscriptions, host.vendor);
    host.vendor.start(secrets);
    return {
      host,
      close: async (reason) => {
        await host.stop(reason);
        await capture.close();
        log.close();
      },
    };
  } catch (error) {
    log.error('hostNotStarted', { reason: error instanceof Error ? error.message : String(error) });
    await capture.close();
    log.close();
    throw error;
  }
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

/** Orders go to the account of the machine, where its login can send any. */
function accountsOf({ account, login }: MachineSettings): readonly AccountName[] {
  if (account === undefined || login !== 'routing') return [];
  const { broker, account: accountId, subAccount = '' } = account;
  return [{ brokerId: broker, accountId, subAccountId: subAccount }];
}

function costsE4({ fees }: MachineSettings, ticker: string): number {
  const root = instrumentOf(ticker)?.root;
  const fee = root === undefined ? undefined : fees[root];
  return fee === undefined ? 0 : Math.round((fee.exchangeFeeBrl + fee.brokerageBrl) * E4_PER_BRL);
}
