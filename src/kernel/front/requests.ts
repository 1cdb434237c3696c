// The content of a request in, its fields with the protocol's defaults or what is wrong with it out.
import type { JsonObject } from './wire-message.ts';

export interface ExecuteContent {
  readonly code: string;
  readonly isSilent: boolean;
  readonly storesHistory: boolean;
  readonly allowsStdin: boolean;
  readonly stopsOnError: boolean;
  /** Names of expressions whose values were asked for. */
  readonly expressionNames: readonly string[];
}

/** A request that lacks what it must have. `message` is for the client's author. */
export class BadRequest extends Error {
  constructor(field: string, wanted: string) {
    super(`The field ${field} of the request must be ${wanted}.`);
    this.name = 'BadRequest';
  }
}

/** These throw BadRequest for a field of the wrong type; absent ones get the protocol's default. */
export function executeContent(content: JsonObject): ExecuteContent {
  const isSilent = flag(content, 'silent', false);
  const expressions = content.user_expressions;
  return {
    code: text(content, 'code'),
    isSilent,
    storesHistory: !isSilent && flag(content, 'store_history', true),
    allowsStdin: flag(content, 'allow_stdin', true),
    stopsOnError: flag(content, 'stop_on_error', true),
    expressionNames: typeof expressions === 'object' && expressions !== null ? Object.keys(expressions) : [],
  };
}

export function text(content: JsonObject, field: string, fallback?: string): string {
  const value = content[field] ?? fallback;
  if (typeof value !== 'string') throw new BadRequest(field, 'text');
  return value;
}

export function flag(content: JsonObject, field: string, fallback: boolean): boolean {
  const value = content[field] ?? fallback;
  if (typeof value !== 'boolean') throw new BadRequest(field, 'true or false');
  return value;
}

export function wholeNumber(content: JsonObject, field: string, fallback: number): number {
  const value = content[field] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new BadRequest(field, 'a whole number');
  return value;
}
