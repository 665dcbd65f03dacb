import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import { type AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { readCertificate } from '@interlock/adapters';

/**
 * Before several processes of one node, as an operator has one: each request goes to the next that is there. The player of a story moves the
 * time of all of them, so what it controls goes to all, and is at rest when all are, at the same place of the log.
 */
export interface Balancer {
  readonly url: string;
  add(url: string): void;
  remove(url: string): void;
  count(): number;
  /** How many requests each of them was given. */
  readonly given: ReadonlyMap<string, number>;
  /** One request to one of them, as the player. */
  post(url: string, path: string, body: unknown): Promise<void>;
  close(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly caller: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export async function openBalancer({ node, certificates }: { readonly node: string; readonly certificates: string }): Promise<Balancer> {
  const live = new Set<string>();
  const given = new Map<string, number>();
  const agents = new Map<string, Agent>();
  // Who asks stays who asks: a real balancer hands on the bytes, and the caller’s certificate with them.
  const agentOf = (caller: string): Agent => {
    const present = agents.get(caller);
    if (present) return present;
    const agent = new Agent({ keepAlive: true, servername: node, ...readCertificate(certificates, caller) });
    agents.set(caller, agent);
    return agent;
  };
  const ask = (url: string, { method, path, caller, headers, body }: Asked): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const { host: _, connection: __, ...kept } = headers;
      const asking = request(new URL(path, url), { method, agent: agentOf(caller), headers: kept }, (answer) => {
        bodyOf(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes });
        }, reject);
      });
      asking.on('error', reject);
      asking.end(body);
    });
  let turn = 0;
  const next = async (asked: Asked): Promise<Answered> => {
    const there = [...live];
    const url = there[(turn += 1) % Math.max(1, there.length)];
    if (url === undefined) throw new Error(`No process of ${node} is there`);
    given.set(url, (given.get(url) ?? 0) + 1);
    return ask(url, asked);
  };
  const all = async (asked: Asked): Promise<Answered> => {
    const answers = await Promise.all([...live].map((url) => ask(url, asked)));
    const failed = answers.find(({ status }) => status !== 200);
    const [first] = answers;
    if (!first) throw new Error(`No process of ${node} is there`);
    if (failed) return failed;
    return asked.path === '/control/settle' ? atRestTogether(first, answers) : first;
  };
  const server = createServer(
    { ...readCertificate(certificates, node), requestCert: true, rejectUnauthorized: true },
    (incoming, outgoing) => {
      void (async () => {
        const asked = await askedOf(incoming);
        const isControl = asked.method === 'POST' && asked.path.startsWith('/control/');
        answer(outgoing, await (isControl ? all(asked) : next(asked)));
      })().catch(() => outgoing.destroy()); // whoever was asked has died: nobody knows what it did
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- of a server that listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `https://127.0.0.1:${String(port)}`, given },
    add: (url) => live.add(url),
    remove: (url) => live.delete(url),
    count: () => live.size,
    async post(url, path, told) {
      const body = Buffer.from(JSON.stringify(told));
      const { status, body: said } = await ask(url, { method: 'POST', path, caller: 'player', headers: JSON_BODY, body });
      if (status !== 200) throw new Error(`${path}: ${String(status)} ${said.toString()}`);
    },
    async close() {
      for (const agent of agents.values()) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

/** All have settled; while they stand at different places of the log one of them is behind. */
function atRestTogether(first: Answered, answers: readonly Answered[]): Answered {
  const states = answers.map(({ body }) => stateIn(body));
  const apart =
    new Set(states.map(({ nodes }) => JSON.stringify(nodes.map(({ head, lanes, nextDue }) => [head, lanes, nextDue])))).size > 1;
  const troubled = states.findIndex(({ nodes }) => nodes.some(({ problem }) => problem !== null));
  const told = answers[troubled] ?? first;
  if (!apart) return told;
  const [state] = states;
  const body = Buffer.from(JSON.stringify({ ...state, nodes: state?.nodes.map((node) => ({ ...node, problem: 'its processes differ' })) }));
  return { status: 200, headers: JSON_BODY, body };
}

interface Settled {
  readonly nodes: readonly { readonly head: string; readonly lanes: unknown; readonly nextDue: unknown; readonly problem: string | null }[];
}

function stateIn(body: Buffer): Settled {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what a process answers to /control/settle
  return JSON.parse(body.toString()) as Settled;
}

async function askedOf(incoming: IncomingMessage): Promise<Asked> {
  const { socket } = incoming;
  const caller = socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : undefined;
  const body = await bodyOf(incoming);
  return { method: incoming.method ?? 'GET', path: incoming.url ?? '/', caller: String(caller), headers: incoming.headers, body };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function answer(outgoing: ServerResponse, { status, headers, body }: Answered): void {
  const { connection: _, 'transfer-encoding': __, 'keep-alive': ___, ...kept } = headers;
  outgoing.writeHead(status, { ...kept, 'content-length': body.length });
  outgoing.end(body);
}
