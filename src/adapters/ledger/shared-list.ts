// A list that many trials share in; a file named by the sha256 of its JSON out, and back.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../durable-file.ts';
import { brokenLedger } from './ledger-error.ts';
import { ledgerFolder } from './ledger-files.ts';

/**
 * Gives the sha256; durable when it returns. A list that is there is not written again. Its values are of a schema, which puts their keys in
 * one order, so that plain JSON, many times faster than canonical, is the same for the same list.
 */
export function keepList(home: string, list: readonly unknown[]): string {
  const text = JSON.stringify(list);
  const sha256 = sha256Of(text);
  const path = listPath(home, sha256);
  if (!existsSync(path)) replaceDurably(path, text);
  return sha256;
}

/** Throws UserError `ledger-broken` where it is missing or is not what its name says. */
export function readList(home: string, sha256: string): readonly unknown[] {
  const path = listPath(home, sha256);
  if (!existsSync(path)) throw brokenLedger(home, `the list ${path} is missing`);
  const text = readFileSync(path, 'utf8');
  if (sha256Of(text) !== sha256) throw brokenLedger(home, `the list ${path} was changed`);
  return JSON.parse(text) as readonly unknown[];
}

function listPath(home: string, sha256: string): string {
  return join(ledgerFolder(home), 'lists', `${sha256}.json`);
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
