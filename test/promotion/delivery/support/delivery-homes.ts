// A home that built a release of some size, and one that shall receive it and trusts only what it has.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTrustedKeys } from '../../../../src/promotion/release/keys.ts';
import { trustKey } from '../../../../src/promotion/release/trust.ts';
import { type VerifiedRelease, verifyRelease } from '../../../../src/promotion/release/verify-release.ts';
import { buildRelease } from '../../../../src/promotion/release-builder.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { sampleDraft, sampleFiles, TempHome } from '../../support/sample-release.ts';

export class DeliveryHomes {
  readonly from = new TempHome();
  readonly to = new TempHome();

  constructor() {
    trustKey(this.to.home, this.publicKey());
    mkdirSync(join(this.to.home, 'releases'), { recursive: true });
  }

  publicKey(): string {
    return join(this.from.home, 'keys', `${this.from.key.fingerprint}.pub.pem`);
  }

  /** With one file of `bytes` random bytes beside those of the sample; the same seed gives the same file. */
  release(bytes: number, { seed = 1, code }: { seed?: number; code?: string } = {}): VerifiedRelease {
    const files = sampleFiles(code);
    files.set('models/sample/large.onnx', randomBytes(bytes, seed));
    const { dir } = buildRelease({ home: this.from.home, draft: sampleDraft, files, key: this.from.key });
    return verifyRelease(dir, readTrustedKeys(this.from.home));
  }

  remove(): void {
    this.from.remove();
    this.to.remove();
  }
}

function randomBytes(length: number, seed: number): Uint8Array {
  const random = new Random(seed, 'release');
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = random.uint32();
  return new Uint8Array(words.buffer, 0, length);
}
