// A bucket's name and keys in; an HTTP server on 127.0.0.1 that keeps objects and refuses what is not signed for them as AWS documents it.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDTESTTESTTEST', AWS_SECRET_ACCESS_KEY: 'secret/of+the+test/bucket' };
const REGION = 'us-east-1';

export interface S3Server {
  /** As `--store` wants it. */
  readonly address: string;
  readonly objects: Map<string, Buffer>;
  /** Method and status of each answer, in order. */
  readonly answers: string[];
  /** The next answers have this status instead. */
  fail(status: number, times: number): void;
  close(): Promise<void>;
}

export async function startS3Server(host = '127.0.0.1'): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const answers: string[] = [];
  let failing: { status: number; times: number } | undefined;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      let status = faultOf(request, body);
      let words = status === 0 ? '' : '<Error><Code>SignatureDoesNotMatch</Code></Error>';
      let bytes: Buffer | undefined;
      if (failing !== undefined && failing.times > 0) {
        failing.times -= 1;
        [status, words] = [failing.status, '<Error><Code>SlowDown</Code></Error>'];
      } else if (status === 0) {
        const key = decodeURIComponent(new URL(request.url!, 'http://x').pathname);
        status = 200;
        if (request.method === 'PUT') objects.set(key, body);
        else bytes = objects.get(key);
        if (request.method !== 'PUT' && bytes === undefined)
          [status, words] = [404, '<Error><Code>NoSuchKey</Code></Error>'];
      }
      answers.push(`${request.method} ${status}`);
      response.writeHead(status);
      response.end(request.method === 'HEAD' ? undefined : (bytes ?? words));
    });
  });
  await new Promise<void>((done) => server.listen(0, host, done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `s3://bucket/parts?endpoint=http://${host}:${port}&region=${REGION}`,
    objects,
    answers,
    fail: (status, times) => {
      failing = { status, times };
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** 0 where the request is signed as "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" says. */
function faultOf(request: IncomingMessage, body: Buffer): number {
  const parsed =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (parsed === null) return 403;
  const [, id, date, region, signed, signature] = parsed as unknown as string[];
  const at = request.headers['x-amz-date'] as string;
  const claimed = request.headers['x-amz-content-sha256'] as string;
  const isOurs = id === KEYS.AWS_ACCESS_KEY_ID && region === REGION && at.startsWith(date!);
  if (!isOurs || !signed!.split(';').includes('host')) return 403;
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== createHash('sha256').update(body).digest('hex')) return 400;
  const url = new URL(request.url!, 'http://x');
  const headers = signed!.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const query = [...url.searchParams].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort();
  const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), signed, claimed].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const hmac = (key: string | Buffer, of: string): Buffer => createHmac('sha256', key).update(of).digest();
  const key = [region!, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${KEYS.AWS_SECRET_ACCESS_KEY}`, date!));
  return timingSafeEqual(hmac(key, text), Buffer.from(signature!, 'hex')) ? 0 : 403;
}
