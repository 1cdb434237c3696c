// The addresses of a connection file in, the five bound sockets of a kernel out.
import { Router, type Socket, XPublisher } from 'zeromq';
import { Channel } from './channel.ts';
import type { ConnectionFacts } from './connection-file.ts';

export interface FrontSockets {
  readonly shell: Channel;
  readonly control: Channel;
  readonly stdin: Channel;
  /** Publishes; what it receives are subscriptions. */
  readonly iopub: Channel;
  readonly heartbeat: Channel;
}

/** How long a closed socket may still deliver what it holds. */
const lingerMs = 200;

/** No limit on either side: a socket that is full drops messages without a word, and output must be complete. */
const options = { linger: lingerMs, sendHighWaterMark: 0, receiveHighWaterMark: 0 };

/** Throws an Error that names the socket and its address when one is taken or not of this machine. */
export async function bindSockets(facts: ConnectionFacts): Promise<FrontSockets> {
  const open: Socket[] = [];
  const bind = async <S extends Socket>(name: string, socket: S, port: number): Promise<S> => {
    open.push(socket);
    socket.ipv6 = facts.ip.includes(':');
    const address = addressOf(facts, port);
    try {
      await socket.bind(address);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The kernel's ${name} socket cannot be bound to ${address}: ${reason}`, { cause: error });
    }
    return socket;
  };
  try {
    return {
      // A router, since it may take the next beat before it answered the last; clients see no difference.
      heartbeat: new Channel('heartbeat', await bind('heartbeat', new Router(options), facts.heartbeatPort)),
      control: new Channel('control', await bind('control', new Router(options), facts.controlPort)),
      stdin: new Channel('stdin', await bind('stdin', new Router(options), facts.stdinPort)),
      iopub: new Channel('iopub', await bind('iopub', publisher(), facts.iopubPort)),
      shell: new Channel('shell', await bind('shell', new Router(options), facts.shellPort)),
    };
  } catch (error) {
    for (const socket of open) socket.close();
    throw error;
  }
}

export function closeSockets(sockets: FrontSockets): void {
  for (const channel of Object.values(sockets) as Channel[]) channel.close();
}

function publisher(): XPublisher {
  const socket = new XPublisher(options);
  // Every client is welcomed, also the second with the same subscription.
  socket.verbosity = 'allSubs';
  return socket;
}

function addressOf(facts: ConnectionFacts, port: number): string {
  if (facts.transport === 'ipc') return `ipc://${facts.ip}-${port}`;
  return `tcp://${facts.ip.includes(':') ? `[${facts.ip}]` : facts.ip}:${port}`;
}
