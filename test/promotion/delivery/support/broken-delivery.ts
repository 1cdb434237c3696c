// A release of so many bytes delivered over a real TCP connection that is cut so often at random places; what that cost out.

import { Secret } from '../../../../src/adapters/secrets/secret.ts';
import { type Delivered, deliver } from '../../../../src/promotion/delivery/deliver.ts';
import { serveDeliveries } from '../../../../src/promotion/delivery/delivery-server.ts';
import { HttpCarrier } from '../../../../src/promotion/delivery/http-carrier.ts';
import { Receiver } from '../../../../src/promotion/delivery/receiver.ts';
import { readTrustedKeys } from '../../../../src/promotion/release/keys.ts';
import { releaseDir } from '../../../../src/promotion/release/release-folders.ts';
import { verifyRelease } from '../../../../src/promotion/release/verify-release.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { snapshot } from '../../support/sample-release.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { DeliveryHomes } from './delivery-homes.ts';

export const TOKEN = 'a-token-of-the-tests-0123456789';

export interface BrokenDelivery {
  readonly delivered: Delivered;
  /** Bytes of the sender that crossed the wire, frames and headers too. */
  readonly passedBytes: number;
  readonly cuts: number;
  readonly seconds: number;
  /** Hashes of the files there, as those here. */
  readonly isEqual: boolean;
}

export async function brokenDelivery(bytes: number, breaks: number, seed: number): Promise<BrokenDelivery> {
  const homes = new DeliveryHomes();
  const random = new Random(seed, 'cuts');
  const mean = bytes / (breaks + 1);
  const budgets = Array.from({ length: breaks }, () => 1 + Math.floor((random.uint32() / 2 ** 32) * 2 * mean));
  const receiver = new Receiver(homes.to.home);
  const token = new Secret(TOKEN);
  const server = await serveDeliveries({ receiver, host: '127.0.0.1', port: 0, token, say: () => {} });
  const proxy = new CuttingProxy(server.port, budgets);
  const carrier = new HttpCarrier({ url: new URL(`http://127.0.0.1:${await proxy.listen()}`), token });
  try {
    const release = homes.release(bytes, { seed });
    const started = performance.now();
    const delivered = await deliver({ release, carrier, stage: 'paper', by: 'ana', waitMs: 1, fruitlessMax: 30 });
    const seconds = (performance.now() - started) / 1000;
    const there = releaseDir(homes.to.home, 'sample', release.id);
    verifyRelease(there, readTrustedKeys(homes.to.home), { strategy: 'sample' });
    const isEqual = Object.values(snapshot(there)).join() === Object.values(snapshot(release.dir)).join();
    return { delivered, passedBytes: proxy.passed, cuts: proxy.cuts, seconds, isEqual };
  } finally {
    carrier.close();
    proxy.close();
    await server.close();
    homes.remove();
  }
}
