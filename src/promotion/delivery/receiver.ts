// The home of a machine that runs releases and requests of a sender in; answers out, and a release that appears only when all of it was proved there.

import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably, writeDurably } from '../../adapters/durable-file.ts';
import { redact } from '../../adapters/secrets/redact.ts';
import { UserError } from '../../adapters/user-error.ts';
import { placeApproval } from '../release/approvals.ts';
import { pointChannel } from '../release/channels.ts';
import { replaceSignatures } from '../release/co-sign.ts';
import { readTrustedKeys } from '../release/keys.ts';
import { placeNewestEntry } from '../release/newest-entry.ts';
import { releaseDir } from '../release/release-folders.ts';
import {
  MANIFEST_BYTES_MAX,
  MANIFEST_FILE,
  parseReleaseManifest,
  type ReleaseFile,
  type ReleaseManifest,
  SIGNATURE_FILE,
} from '../release/release-manifest.ts';
import { joinedSignatures, signersOf } from '../release/signature.ts';
import { signaturesNeeded } from '../release/signatures-needed.ts';
import { verifyRelease } from '../release/verify-release.ts';
import { deliveryError } from './delivery-error.ts';
import { HeldFiles, sha256Of } from './held-files.ts';
import { Incoming } from './incoming.ts';
import { CHUNK_BYTES, type DeliveryAnswer, type DeliveryRequest, type Lacking, parseRequest } from './message.ts';
import { refuseReturn } from './refuse-return.ts';

type RequestOf<K extends DeliveryRequest['kind']> = Extract<DeliveryRequest, { readonly kind: K }>;

interface Offer {
  readonly manifest: ReleaseManifest;
  readonly signatures: string;
  readonly manifestBytes: Uint8Array;
}

/** Bytes of one request at most. */
export const REQUEST_BYTES_MAX = Math.max(MANIFEST_BYTES_MAX, CHUNK_BYTES);
/** Offers that are kept in memory; the sender of an older one offers again. */
const OFFERS_MAX = 8;
const READ_ONLY = 0o444;

export interface ReceiverOptions {
  /** For the channel's history and for what is old, milliseconds UTC. */
  readonly nowMs?: (() => number) | undefined;
  /** Whether a channel may be pointed back to a release that it named before: only for who can write the files of the home anyway. */
  readonly mayReturn?: boolean | undefined;
}

/** Trusts what its home trusts and nothing that comes with a request. One at a time: every request is answered before the next. */
export class Receiver {
  private readonly home: string;
  private readonly incoming: Incoming;
  private readonly nowMs: () => number;
  private readonly mayReturn: boolean;
  private readonly offers = new Map<string, Offer>();

  constructor(home: string, { nowMs = Date.now, mayReturn = false }: ReceiverOptions = {}) {
    this.home = home;
    this.nowMs = nowMs;
    this.mayReturn = mayReturn;
    this.incoming = new Incoming(home);
  }

  /** Never throws for what a sender or a disk can do: that is the answer `refused`. */
  answer(header: string, bytes: Uint8Array): DeliveryAnswer {
    try {
      return this.perform(parseRequest(header), bytes);
    } catch (error) {
      const fault = error instanceof UserError ? error : failed(error);
      const { code, message, fix, field } = fault.toJSON();
      return {
        kind: 'refused',
        error: { code, message: redact(message), fix, ...(field === undefined ? {} : { field }) },
      };
    }
  }

  private perform(request: DeliveryRequest, bytes: Uint8Array): DeliveryAnswer {
    switch (request.kind) {
      case 'offer':
        return this.offer(request, bytes);
      case 'chunk':
        return { kind: 'durable', have: this.chunk(request, bytes) };
      case 'finish':
        this.finish(this.offered(request.release), request.release);
        return { kind: 'finished' };
      case 'approve':
      case 'ledger':
        this.takeBeside(request, bytes);
        return { kind: 'taken' };
      case 'point':
        return { kind: 'pointed', from: this.point(request) };
    }
  }

  /** Signatures and manifest are judged before a byte of a file may come: what nobody here trusts does not fill the disk. */
  private offer({ release, strategy, signatures }: RequestOf<'offer'>, bytes: Uint8Array): DeliveryAnswer {
    const place = `release ${release}`;
    if (sha256Of(bytes) !== release) throw deliveryError('delivery-damaged', `${place}: its release.json came changed`);
    const trustedKeys = readTrustedKeys(this.home);
    signersOf(bytes, signatures, trustedKeys, place);
    const manifest = parseReleaseManifest(Buffer.from(bytes).toString('utf8'), place);
    if (manifest.strategy !== strategy) {
      throw deliveryError('delivery-protocol', `${place} is of ${manifest.strategy}, not of ${strategy}`);
    }
    this.incoming.dropOld(this.nowMs());
    this.keepOffer(release, { manifest, signatures, manifestBytes: Uint8Array.from(bytes) });
    const dir = releaseDir(this.home, strategy, release);
    if (existsSync(dir)) {
      verifyRelease(dir, trustedKeys, { strategy });
      this.addSignatures(join(dir, SIGNATURE_FILE), signatures, bytes);
      return { kind: 'offered', isThere: true, lacks: [] };
    }
    return { kind: 'offered', isThere: false, lacks: this.lacking(manifest) };
  }

  private lacking(manifest: ReleaseManifest): readonly Lacking[] & Lacking[] {
    const held = new HeldFiles(this.home);
    const lacks = new Map<string, Lacking>();
    for (const file of manifest.files) {
      const { sha256, size } = file;
      if (lacks.has(sha256) || held.read(file) !== undefined) continue;
      lacks.set(sha256, { sha256, size, have: this.haveOf(file) });
    }
    return [...lacks.values()];
  }

  /** A part that is as long as the file but not the file was damaged on this disk: it comes again. */
  private haveOf({ sha256, size }: ReleaseFile): number {
    const have = this.incoming.have(sha256);
    if (have < size) return have;
    if (have === size && size > 0 && sha256Of(this.incoming.read(sha256)!) === sha256) return have;
    this.incoming.drop(sha256);
    return 0;
  }

  private chunk({ release, sha256, offset }: RequestOf<'chunk'>, bytes: Uint8Array): number {
    const file = this.offered(release).manifest.files.find((each) => each.sha256 === sha256);
    if (file === undefined || bytes.length > CHUNK_BYTES) {
      throw deliveryError('delivery-protocol', `release ${release} has no file ${sha256} to which this could belong`);
    }
    return this.incoming.append(sha256, file.size, offset, bytes);
  }

  private finish({ manifest, signatures, manifestBytes }: Offer, id: string): void {
    const dir = releaseDir(this.home, manifest.strategy, id);
    if (existsSync(dir)) return;
    const staging = this.incoming.staging();
    try {
      const release = join(staging, id);
      const held = new HeldFiles(this.home);
      for (const file of manifest.files) writeReadOnly(join(release, ...file.path.split('/')), this.proved(file, held));
      writeReadOnly(join(release, MANIFEST_FILE), manifestBytes);
      writeReadOnly(join(release, SIGNATURE_FILE), Buffer.from(signatures, 'latin1'));
      verifyRelease(release, readTrustedKeys(this.home), { strategy: manifest.strategy });
      chmodSync(release, 0o755);
      this.appear(release, dir);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    // only now: until the release stands, a crash costs none of what came
    for (const { sha256 } of manifest.files) this.incoming.drop(sha256);
  }

  private appear(release: string, dir: string): void {
    try {
      renameDurably(release, dir);
    } catch (error) {
      // another sender of the same release was first
      if (!existsSync(dir)) throw error;
    }
  }

  private proved(file: ReleaseFile, held: HeldFiles): Uint8Array {
    const { sha256, size } = file;
    if (size === 0) return new Uint8Array(0);
    const there = held.read(file);
    if (there !== undefined) return there;
    const bytes = this.incoming.read(sha256);
    if (bytes === undefined || bytes.length < size) {
      throw deliveryError(
        'delivery-incomplete',
        `${file.path} is not whole: ${bytes?.length ?? 0} of ${size} bytes came`,
      );
    }
    if (sha256Of(bytes) === sha256) return bytes;
    this.incoming.drop(sha256);
    throw deliveryError('delivery-damaged', `${file.path} came changed: it is not the file that was signed`);
  }

  /** What is signed on its own, and so proved on its own before it is written. The release must be there. */
  private takeBeside(request: RequestOf<'approve' | 'ledger'>, bytes: Uint8Array): void {
    const { strategy, release } = request;
    const trustedKeys = readTrustedKeys(this.home);
    const { dir, manifest } = verifyRelease(releaseDir(this.home, strategy, release), trustedKeys, { strategy });
    if (request.kind === 'approve') {
      placeApproval({ dir, manifest }, request.stage, { bytes, signatures: request.signatures }, trustedKeys);
    } else if (
      !placeNewestEntry({ strategy, id: release }, this.home, Buffer.from(bytes).toString('utf8'), trustedKeys)
    ) {
      throw deliveryError('delivery-damaged', `release ${release}: its entry of the ledger is not what was signed`);
    }
  }

  /** The release is verified with as many signatures as a run of the stage wants here; only then the channel moves, by one rename. */
  private point({ strategy, release, stage, by }: RequestOf<'point'>): string | null {
    const trustedKeys = readTrustedKeys(this.home);
    const dir = releaseDir(this.home, strategy, release);
    verifyRelease(dir, trustedKeys, { strategy, stage, signatures: signaturesNeeded(this.home, stage) });
    if (!this.mayReturn) refuseReturn({ home: this.home, strategy, stage, release });
    const at = new Date(this.nowMs()).toISOString();
    const pointed = pointChannel({
      home: this.home,
      strategy,
      stage,
      release,
      at,
      by: `${by} (delivered)`,
      trustedKeys,
    });
    return pointed.from ?? null;
  }

  private addSignatures(file: string, offered: string, manifestBytes: Uint8Array): void {
    const before = readFileSync(file, 'latin1');
    const joined = joinedSignatures(before, offered);
    if (joined === before) return;
    signersOf(manifestBytes, joined, readTrustedKeys(this.home), file);
    replaceSignatures(file, joined);
  }

  private keepOffer(id: string, offer: Offer): void {
    this.offers.delete(id);
    this.offers.set(id, offer);
    for (const oldest of this.offers.keys()) if (this.offers.size > OFFERS_MAX) this.offers.delete(oldest);
  }

  private offered(id: string): Offer {
    const offer = this.offers.get(id);
    if (offer !== undefined) return offer;
    throw deliveryError('delivery-incomplete', `release ${id} was not offered here`);
  }
}

function writeReadOnly(path: string, bytes: Uint8Array): void {
  writeDurably(path, bytes);
  chmodSync(path, READ_ONLY);
}

/** A disk that is full, a right that is missing: in the words of the system. */
function failed(error: unknown): UserError {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  return deliveryError('delivery-failed', `The receiver cannot write: ${error.message}`, undefined, error);
}
