// The library's clock, health and switches.

import { checked } from '../vendor-error.ts';
import type { VendorTime } from './answers.ts';
import type { VendorCalls } from './vendor-calls.ts';

/** Before initialisation, and only on advice of the vendor. */
export async function setServerAndPort(calls: VendorCalls, server: string, port: string): Promise<void> {
  checked('SetServerAndPort', await calls.call32('session', 'SetServerAndPort', server, port));
}

export async function setSwitch(
  calls: VendorCalls,
  name: 'SetEnabledLogToDebug' | 'SetEnabledHistOrder' | 'SetDayTrade',
  isOn: boolean,
): Promise<void> {
  checked(name, await calls.call32('session', name, isOn ? 1 : 0));
}

/** Clock of the server, Brasília. */
export async function getServerClock(calls: VendorCalls): Promise<VendorTime> {
  const days = Buffer.alloc(8);
  const parts = Array.from({ length: 7 }, () => Buffer.alloc(4));
  checked('GetServerClock', await calls.call32('session', 'GetServerClock', days, ...parts));
  const [year, month, day, hour, minute, second, milliseconds] = parts.map((part) => part.readInt32LE(0));
  return {
    ...{ year: year!, month: month!, day: day! },
    ...{ hour: hour!, minute: minute!, second: second!, milliseconds: milliseconds! },
  };
}

/** Undefined on builds before 4.0.0.41, which have no watchdog. */
export async function getHealthStatus(calls: VendorCalls): Promise<'responsive' | 'frozen' | undefined> {
  if (!calls.has('GetHealthStatus')) return undefined;
  const status = Buffer.alloc(4);
  checked('GetHealthStatus', await calls.call32('health', 'GetHealthStatus', status));
  return status.readInt32LE(0) === 0 ? 'responsive' : 'frozen';
}
