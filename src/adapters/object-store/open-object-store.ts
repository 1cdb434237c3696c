// `file:///folder` or `s3://bucket/prefix?endpoint=...&region=...` in; the store that it names out, its keys taken from the environment.

import { fileURLToPath } from 'node:url';
import { Secret } from '../secrets/secret.ts';
import { UserError } from '../user-error.ts';
import { FolderObjectStore } from './folder-object-store.ts';
import type { ObjectStore } from './object-store.ts';
import { S3ObjectStore } from './s3-object-store.ts';

const REGION = 'us-east-1';

/** UserErrors `bad-option` where the address is none, `secret-missing` where the environment has no keys. */
export function openObjectStore(
  address: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ObjectStore {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'file:') return new FolderObjectStore(fileURLToPath(url));
  if (url?.protocol !== 's3:' || url.hostname === '') throw notAddress();
  if (url.username !== '' || url.password !== '') throw keysInAddress();
  const region = url.searchParams.get('region') ?? REGION;
  const endpoint = url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  if (!/^https?:\/\/[^/@]+\/?$/.test(endpoint)) throw notAddress();
  const prefix = url.pathname.replace(/^\//, '').replace(/([^/])$/, '$1/');
  const need = (name: string): Secret => {
    const value = environment[name];
    if (value !== undefined && value !== '') return new Secret(value);
    throw new UserError({
      code: 'secret-missing',
      message: `The store needs ${name}, which is not set`,
      field: name,
      fix: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of this process',
    });
  };
  const token = environment.AWS_SESSION_TOKEN;
  return new S3ObjectStore(
    { endpoint: endpoint.replace(/\/$/, ''), bucket: url.hostname, prefix, region },
    {
      accessKeyId: need('AWS_ACCESS_KEY_ID'),
      secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
      sessionToken: token === undefined || token === '' ? undefined : new Secret(token),
    },
  );
}

/** The address itself is not shown: somebody may have written keys into it. */
function notAddress(): UserError {
  return new UserError({
    code: 'bad-option',
    message: 'The address of the store is none',
    field: 'store',
    fix: 'Write file:///shared/folder, or s3://bucket/prefix?endpoint=https://host:9000&region=us-east-1',
  });
}

function keysInAddress(): UserError {
  return new UserError({
    code: 'bad-option',
    message: 'The address of the store has keys in it, which others could read in the list of processes',
    field: 'store',
    fix: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment instead',
  });
}
