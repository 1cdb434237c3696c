// Fault scripts of the vendor process: logins that are refused, calls that block, ends that hang.

import { command, type FaultScript, pause, told } from './fault-script.ts';

const STOPS = { trades: 'none', inOrder: ['stopped'], never: ['market connected'] } as const;
const CREDENTIALS = 'credentials KEY user password';

/** The host of the tests logs in with KEY, user and password; a script that wants a refusal has others at the simulator. */
function login(name: string, simulation: readonly string[], stopReason: string): FaultScript {
  return {
    name,
    covers: 'login refused',
    login: 'market',
    simulation,
    steps: [told('stopped')],
    limits: { refusalMs: 100 },
    expected: { ...STOPS, restarts: 0, stopReason },
  };
}

export const PROCESS_FAULT_SCRIPTS: readonly FaultScript[] = [
  login('the password is wrong', ['credentials KEY user another'], 'the password is wrong'),
  login(
    'the password is blocked',
    ['credentials KEY user another', 'set password-result 3'],
    'the password is blocked',
  ),
  login(
    'the password has expired',
    ['credentials KEY user another', 'set password-result 4'],
    'the password has expired',
  ),
  login('the user is unknown', ['credentials KEY another password'], 'the login is not valid'),
  login('the activation key is not valid', ['credentials ANOTHER user password'], 'the activation key is not valid'),
  {
    ...login('the licence has no routing', [CREDENTIALS, 'set routing-licence 0'], 'the activation key is not valid'),
    login: 'routing',
  },
  login('the vendor refuses this program', ['fault initialise-fails 1 -2147483613'], 'refuses to begin'),
  {
    ...login('another program has the session', ['fault initialise-fails 1 -2147483647'], 'times within an hour'),
    limits: { firstDelayMs: 10, perHour: 3 },
    expected: { ...STOPS, restarts: 3, stopReason: 'times within an hour' },
  },
  {
    name: 'the call to initialise blocks for a second',
    covers: 'blocked call',
    login: 'market',
    simulation: ['block DLLInitialize 1000'],
    steps: [told('market connected')],
    expected: { trades: 'none', inOrder: ['market connecting', 'market connected'], restarts: 0 },
  },
  {
    name: 'the end hangs and is cut short',
    covers: 'blocked call',
    login: 'market',
    simulation: [],
    steps: [told('market connected'), command('block DLLFinalize 60000'), { kind: 'stop' }],
    limits: { stopMs: 500 },
    expected: { trades: 'none', inOrder: ['market connected'], restarts: 0 },
  },
  {
    name: 'the end of the library waits while its thread stands still',
    covers: 'frozen thread',
    login: 'market',
    simulation: [],
    steps: [told('market connected'), command('freeze 400'), pause(20), { kind: 'stop' }],
    limits: { stopMs: 3_000 },
    expected: { trades: 'none', inOrder: ['market connected'], restarts: 0 },
  },
];
