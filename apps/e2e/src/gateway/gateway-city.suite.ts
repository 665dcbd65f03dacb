import { type RunningGateway, startGateway } from '@interlock/gateway';
import { type CommandTransport, type Node } from '@interlock/kernel';
import { type Issuers, type IssuerKeys, issueToken, memoryIssuers } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { type Scenario, type StoryResult } from '@interlock/simulator';
import { type MemoryCity, playOnWholeCity } from '../stories/memory-city.suite.ts';

/** A city in which a story was played, with the gateway before it. */
export interface GatewayCity {
  readonly city: MemoryCity;
  readonly result: StoryResult;
  readonly gateway: RunningGateway;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly keys: IssuerKeys;
  readonly troubles: readonly unknown[];
  token(
    actor: string,
    options?: { readonly audience?: readonly string[]; readonly ttlSeconds?: number; readonly person?: string },
  ): Promise<string>;
  ask(query: string, options?: Asking): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Asking {
  readonly as?: string;
  readonly token?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How a gateway reaches all nodes but the city where it runs in another process than they. */
export type Afar = (given: { readonly nodes: ReadonlyMap<string, Node>; readonly issuers: Issuers }) => Promise<{
  readonly transport: CommandTransport;
  close(): Promise<void>;
}>;

export async function openGatewayCity(
  scenario: Scenario,
  limits: Parameters<typeof startGateway>[0]['limits'] = {},
  afar?: Afar,
): Promise<GatewayCity> {
  const { result, city } = await playOnWholeCity(scenario);
  const { members } = readRegister();
  const { nodes } = city;
  const { issuers, keys } = memoryIssuers([...members.map(({ code }) => code), 'congress', 'audit']);
  const clock = { now: () => city.now(), monotonicMs: () => 0, wakeAt: () => () => undefined };
  const troubles: unknown[] = [];
  const reached = await afar?.({ nodes, issuers });
  const here = new Map(reached ? [...nodes].filter(([code]) => code === 'city') : nodes);
  const gateway = await startGateway(
    {
      nodes: { get: (code) => here.get(code), all: () => [...here.values()] },
      ...(reached && { transport: reached.transport }),
      issuers,
      clock,
      members: members.map(({ code, kind }) => ({ code, kind })),
      version: 'test',
      report: (trouble) => troubles.push(trouble),
      limits,
    },
    { host: '127.0.0.1', port: 0 },
  );
  const token: GatewayCity['token'] = (actor, { audience, ttlSeconds = 3_600, person = 'p-1' } = {}) => {
    const [member = '', role = ''] = actor.split('/');
    const everywhere = ['gateway', 'police', 'city', 'office', member];
    return issueToken({ member, role, person, unit: 'county-wuyi', audience: audience ?? everywhere, ttlSeconds, now: city.now() }, keys);
  };
  return {
    ...{ city, result, gateway, nodes, keys, troubles, token },
    async ask(query, { as, token: given, variables, headers } = {}) {
      const bearer = given ?? (as === undefined ? undefined : await token(as));
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }), ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the shape of a GraphQL answer; the specs look at each part
      return { status: response.status, text, ...(JSON.parse(text) as Omit<Answer, 'status' | 'text'>) };
    },
    async stop() {
      await gateway.close();
      await reached?.close();
      await city.stop();
    },
  };
}

/** One field of the answer’s data, in the shape that the query of the spec asked for. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the spec names the shape that it asked for
export function fieldOf<Shape>({ data, text }: Answer, field: string): Shape {
  if (!data) throw new Error(text);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- GraphQL answers what was asked, in its shape
  return data[field] as Shape;
}
