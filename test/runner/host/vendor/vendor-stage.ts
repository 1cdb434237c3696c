// Sets up a vendor service over a real link, real vendor processes and the simulated library; one list of commands for each process.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseEndpoint } from '../../../../src/adapters/host-link/endpoint.ts';
import { LinkServer } from '../../../../src/adapters/host-link/link-server.ts';
import { newToken } from '../../../../src/adapters/host-link/token.ts';
import type { AssetName } from '../../../../src/adapters/profit-dll/feed/feed.ts';
import { spawnVendor } from '../../../../src/runner/host/vendor/spawn-vendor.ts';
import type { VendorLimits } from '../../../../src/runner/host/vendor/vendor-options.ts';
import type {
  BackfillResult,
  ServiceState,
  VendorProcessState,
} from '../../../../src/runner/host/vendor/vendor-port.ts';
import { ignoreVendor } from '../../../../src/runner/host/vendor/vendor-port.ts';
import { VendorService } from '../../../../src/runner/host/vendor/vendor-service.ts';
import { simulatedDll } from '../../../support/simulated-dll.ts';
import { SimulatedTape } from '../../../support/simulated-tape.ts';
import { QUICK } from './quick-limits.ts';
import { OPEN_MS, type TestTrade } from './trade-records.ts';

export { QUICK };

export const WDO: AssetName = { ticker: 'WDOU25', exchange: 'F' };
export const SECRETS = {
  mode: 'market',
  activationKey: 'KEY-1234567',
  user: 'someone@example.com',
  password: 'pa55-word-7',
  routingPassword: 'r0uting-word-8',
} as const;

export function writeTape(path: string, trades: readonly TestTrade[]): void {
  const tape = new SimulatedTape([
    { ticker: WDO.ticker, exchange: WDO.exchange },
    { ticker: 'WDOFUT', exchange: 'F', dated: WDO.ticker },
  ]);
  for (const trade of trades) tape.trade(1, { ...trade, buyAgent: 3, sellAgent: 8, tradeType: 2 + (trade.number % 2) });
  tape.write(path);
}

export interface VendorStage {
  readonly service: VendorService;
  readonly folder: string;
  readonly gaps: string[];
  readonly backfills: BackfillResult[];
  readonly services: ServiceState[];
  readonly states: VendorProcessState[];
  readonly output: string[];
  readonly pids: number[];
  /** Commands for the library of the present process. */
  command(...lines: readonly string[]): void;
  until(what: string, done: () => boolean, patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** `runs`: the commands of each process, the last one's for all further ones; `FOLDER` in them is the stage's folder. */
export async function vendorStage(
  runs: readonly (readonly string[])[],
  options: {
    readonly limits?: VendorLimits;
    readonly feed?: 'native' | 'direct';
    readonly prepare?: (folder: string) => void;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<VendorStage> {
  const dllPath = await simulatedDll();
  const folder = mkdtempSync(join(tmpdir(), 'qt-vendor-'));
  options.prepare?.(folder);
  const stage = { gaps: [], backfills: [], services: [], states: [], output: [], pids: [] } as Pick<
    VendorStage,
    'gaps' | 'backfills' | 'services' | 'states' | 'output' | 'pids'
  >;
  let run = 0;
  const working = (): string => join(folder, `run-${run}`);
  const server = await LinkServer.listen({
    endpoint: chooseEndpoint(folder, 'local', process.platform),
    token: newToken(),
    onPeer: (peer) => service.accept(peer),
  });
  const service = new VendorService({
    settings: { dllPath, feed: options.feed ?? 'native', ringRecords: 2 ** 16, depthLevels: 10, versionBytes: {} },
    mode: 'market',
    door: server,
    limits: options.limits ?? QUICK,
    clock: { nowMs: () => performance.now(), localMs: () => OPEN_MS },
    spawn: (invitation) => {
      run++;
      mkdirSync(working(), { recursive: true });
      const commands = runs[Math.min(run, runs.length) - 1] ?? [];
      writeFileSync(join(working(), 'simulation.txt'), `${commands.join('\n').replaceAll('FOLDER', folder)}\n`);
      const child = spawnVendor(invitation, {
        workingFolder: working(),
        environment: options.environment ?? {},
        output: (line) => stage.output.push(line),
      });
      if (child.pid !== undefined) stage.pids.push(child.pid);
      return child;
    },
  });
  service.listen({
    ...ignoreVendor,
    service: (state) => stage.services.push(state),
    process: (state) => stage.states.push(state),
    gap: (reason) => stage.gaps.push(reason),
    backfilled: (result) => stage.backfills.push(result),
  });
  const timer = setInterval(() => service.tick(), 20);
  return {
    service,
    folder,
    ...stage,
    command: (...lines) => appendFileSync(join(working(), 'simulation-commands.txt'), `${lines.join('\n')}\n`),
    until: (what, done, patienceMs = 20_000) => until(what, done, patienceMs, () => describeStage(service, stage)),
    async close() {
      await service.stop();
      clearInterval(timer);
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function describeStage(service: VendorService, stage: Pick<VendorStage, 'gaps' | 'backfills' | 'output'>): string {
  const { gaps, backfills, output } = stage;
  const reasons = backfills.map((each) => each.reason);
  const tape = service.tape(WDO);
  return JSON.stringify({
    status: service.status(),
    gaps,
    reasons,
    open: tape?.gaps,
    trades: tape?.length,
    output: output.slice(-20),
  });
}

async function until(what: string, done: () => boolean, patienceMs: number, describe: () => string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`${what} did not come within ${patienceMs} ms: ${describe()}`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
}

/** Whether a process is there; a zombie counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
