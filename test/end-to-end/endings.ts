// How a host and its vendor process end, again and again in one home folder: asked to, amid a burst, and by crashes; what is left is looked at each time.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulatedDll } from '../support/simulated-dll.ts';
import { HostStage, isAlive, newStageHome, until } from './host-stage.ts';

const TICKER = 'WDOV26';
/** A day on which it is traded. */
const DAY = '2026-09-14';
const START_US = Date.parse(`${DAY}T13:00:00Z`) * 1000;
const CRASHES = ['crash segfault', 'crash abort', 'crash exit', 'crash exit now'] as const;
const CYCLE_MS = 15_000;
/** Longer than it takes to end it; no longer, so that a busy machine has not much to catch up with. */
const MIDST = '50000 2';
const QUIET = '20000 0.05';

interface Running {
  readonly stage: HostStage;
  readonly vendor: number;
}

async function running(home: string, burst: string): Promise<Running> {
  const dllPath = await simulatedDll();
  const stage = await HostStage.start({ dllPath, home, startUs: START_US, commands: [`clock ${DAY}T10:00:00`] });
  await stage.capture(TICKER);
  const vendor = await stage.vendorPid();
  await until('the subscription', async () => (await stage.status()).vendor.subscriptions[0]?.state === 'made');
  stage.command(`burst ${burst} ${TICKER}`);
  await until('trades', async () => (await stage.status()).events > 500);
  return { stage, vendor };
}

async function areGone(...pids: readonly number[]): Promise<void> {
  await until('the end of the processes', () => !pids.some(isAlive));
}

/** `times`: how often each. */
export function describeEndings(times: number): void {
  describe(`a host that ends ${times} times`, () => {
    const home = newStageHome();
    const timeout = times * CYCLE_MS;
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    async function endsCleanly({ stage, vendor }: Running): Promise<void> {
      expect(await stage.stop()).toEqual({ code: 0, signal: null, output: '' });
      await areGone(vendor);
      expect(existsSync(join(home, 'host', 'endpoint.json'))).toBe(false);
      expect(existsSync(join(home, 'host', 'host.sock'))).toBe(false);
    }

    it('in quiet, when it is asked to: leaves nothing', { timeout }, async () => {
      for (let time = 0; time < times; time++) {
        const { stage, vendor } = await running(home, QUIET);
        await until('all of it', async () => (await stage.status()).events >= 1000);
        const { counters } = (await stage.status()).vendor;
        if (counters !== undefined) expect(counters).toMatchObject({ overflowed: 0, reservedOverflowed: 0 });
        await endsCleanly({ stage, vendor });
      }
    });

    it('amid a burst, when it is asked to: leaves nothing', { timeout }, async () => {
      for (let time = 0; time < times; time++) await endsCleanly(await running(home, MIDST));
    });

    it('amid a burst, by a crash of its vendor process or of its own: the one is replaced, the other takes its vendor along', {
      timeout,
    }, async () => {
      for (let time = 0; time < times; time++) {
        const { stage, vendor } = await running(home, MIDST);
        if (time % 2 === 0) await crashesVendor({ stage, vendor }, CRASHES[(time / 2) % CRASHES.length]!);
        else {
          stage.kill();
          expect(await stage.ended).toEqual({ code: null, signal: 'SIGKILL', output: '' });
          await areGone(vendor);
        }
      }
      await endsCleanly(await running(home, QUIET));
    });

    async function crashesVendor({ stage, vendor }: Running, crash: string): Promise<void> {
      stage.command(crash);
      await areGone(vendor);
      stage.forgetCommands();
      await until('another vendor process', async () => {
        const { market, restarts } = (await stage.status()).vendor;
        return restarts === 1 && market.state === 'connected';
      });
      await endsCleanly({ stage, vendor: await stage.vendorPid() });
    }
  });
}
