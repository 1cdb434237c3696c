// The address of a bucket and keys in; objects by their sha256 in it out, over any server that speaks S3 with signatures of version 4.

import { AwsClient } from 'aws4fetch';
import type { Secret } from '../secrets/secret.ts';
import { missingObject, reasonOf, unreachableStore } from './object-error.ts';
import type { ObjectStore } from './object-store.ts';

export interface S3Address {
  /** With its scheme, such as https://s3.us-east-1.amazonaws.com or http://10.0.0.5:9000. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Before the names of objects; empty, or ending in a slash. */
  readonly prefix: string;
  readonly region: string;
}

export interface S3Keys {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret | undefined;
}

const RETRIES = 3;
const RETRY_MS = 200;
/** A part of a day of ticks is a few megabytes; a line that takes longer than this for it is of no use. */
const TIMEOUT_MS = 120_000;
/** Of a server's words in a message. */
const WORDS_MAX = 200;

export class S3ObjectStore implements ObjectStore {
  readonly label: string;
  private readonly address: S3Address;
  private readonly client: AwsClient;

  constructor(address: S3Address, keys: S3Keys) {
    this.address = address;
    this.label = `The bucket ${address.bucket} at ${address.endpoint}`;
    const { accessKeyId, secretAccessKey, sessionToken } = keys;
    this.client = new AwsClient({
      accessKeyId: accessKeyId.reveal(),
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
      service: 's3',
      region: address.region,
      retries: RETRIES,
      initRetryMs: RETRY_MS,
    });
  }

  async has(sha256: string): Promise<boolean> {
    const answer = await this.ask(sha256, 'HEAD');
    if (answer.status === 404) return false;
    await this.check(answer);
    return true;
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.check(await this.ask(sha256, 'PUT', bytes));
  }

  async get(sha256: string): Promise<Uint8Array> {
    const answer = await this.ask(sha256, 'GET');
    if (answer.status === 404) throw missingObject(this.label, sha256);
    await this.check(answer);
    try {
      return new Uint8Array(await answer.arrayBuffer());
    } catch (cause) {
      throw unreachableStore(this.label, reasonOf(cause), cause);
    }
  }

  private async ask(sha256: string, method: 'HEAD' | 'GET' | 'PUT', bytes?: Uint8Array): Promise<Response> {
    const { endpoint, bucket, prefix } = this.address;
    const url = `${endpoint}/${bucket}/${prefix}${sha256.slice(0, 2)}/${sha256}`;
    // the server then refuses bytes that were damaged on the way
    const headers = bytes === undefined ? {} : { 'x-amz-content-sha256': sha256 };
    try {
      const body = bytes === undefined ? null : (bytes as Uint8Array<ArrayBuffer>);
      return await this.client.fetch(url, { method, body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw unreachableStore(this.label, reasonOf(cause), cause);
    }
  }

  private async check(answer: Response): Promise<void> {
    if (answer.ok) return;
    const words = (await answer.text().catch(() => '')).replaceAll(/<[^>]*>|\s+/g, ' ').trim();
    throw unreachableStore(this.label, `HTTP ${answer.status} ${words.slice(0, WORDS_MAX)}`.trim());
  }
}
