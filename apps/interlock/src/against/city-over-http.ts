import { randomUUID } from 'node:crypto';
import { type CommandAnswer, type CommandTransport, type Instant, type Position } from '@interlock/kernel';
import { type ControlledNode, type IssuerKeys, keepCityTime } from '@interlock/nest-kit';
import { type PlayedCity, type PlayedCommand } from '@interlock/simulator';
import { createTokenDesk } from '../play/token-desk.ts';
import { type CityPlace } from './city-place.ts';
import { readCounted } from './control-answers.ts';
import { type PatientCalls, type Patience, createWait } from './patient-calls.ts';
import { settleAll } from './settling.ts';

/** A query that the story asks and a node refuses: the story cannot go on. */
class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
}

export interface CityOverHttp {
  readonly place: Pick<CityPlace, 'data' | 'clockFile' | 'processes'>;
  readonly calls: PatientCalls;
  readonly transport: CommandTransport;
  readonly patience: Patience;
  readonly issuerKeys: IssuerKeys;
  readonly time: PlayerTime;
  onAnswer?(node: string, command: PlayedCommand, answer: CommandAnswer): void;
}

/** What time it is in the story, as the player last told every process. */
export interface PlayerTime {
  now(): Instant;
  reached(at: Instant): void;
  /** Waits as long as the story is told to take; unset: not at all. */
  pass?(until: Instant): Promise<void>;
}

/** The city as a player sees it: commands and queries over HTTP, and control of every process. */
export function cityOverHttp(options: CityOverHttp): PlayedCity {
  const { place, calls, patience, time } = options;
  const people = peopleOverHttp(options);
  let settled: readonly ControlledNode[] = [];
  let heads = new Map<string, Position>();
  const hosts = (): readonly string[] => [...place.processes().values()].flatMap(([first]) => first ?? []);
  return {
    mode: 'distributed',
    data: place.data,
    now: time.now,
    async goTo(at) {
      await time.pass?.(at);
      // For who is down, and comes back before it could be told.
      keepCityTime(place.clockFile, at);
      await Promise.all(hosts().map((host) => calls.post(host, '/control/clock', { to: at })));
      time.reached(at);
    },
    send(node, command) {
      heads = new Map();
      return people.send(node, command);
    },
    ask: people.ask,
    async settled() {
      settled = await settleAll(place, calls, patience);
      heads = new Map(settled.map(({ node, head }) => [node, BigInt(head)]));
    },
    headOf: (node) => heads.get(node),
    nextDue: () =>
      settled
        .flatMap(({ nextDue }) => nextDue ?? [])
        .sort()
        .at(0),
    async fireDue() {
      heads = new Map();
      const due = new Set(settled.filter(({ nextDue }) => nextDue !== null && nextDue <= time.now()).map(({ node }) => node));
      // One process after another, in one order: what several of them record at one moment stands in the same order in every play.
      for (const [first, ...others] of place.processes().values())
        if (first !== undefined && [first, ...others].some((node) => due.has(node))) await calls.post(first, '/control/fire-due', {});
    },
    async events() {
      const counts: Record<string, number> = { police: 0, bank: 0, telecom: 0, office: 0, city: 0 };
      const states = await Promise.all(hosts().map(async (host) => readCounted(await calls.get(host, '/control/state'))));
      for (const { kind, events } of states.flatMap(({ nodes }) => nodes)) counts[kind] = (counts[kind] ?? 0) + events;
      return counts;
    },
    parked: () => settled.flatMap(({ node, parked }) => parked.map(({ policy, reason }) => ({ policy: `${node} ${policy}`, reason }))),
  };
}

/** What people command and ask, with their tokens, until it is answered. */
function peopleOverHttp({ transport, patience, issuerKeys, time, onAnswer }: CityOverHttp): Pick<PlayedCity, 'send' | 'ask'> {
  const tokenOf = createTokenDesk(issuerKeys, time);
  return {
    async send(node, command) {
      const { name, commandId, body, by, second } = command;
      const wait = createWait(patience);
      for (;;) {
        const request = {
          ...{ name, commandId, body },
          token: await tokenOf(by, node),
          ...(second && { secondToken: await tokenOf(second, node) }),
        };
        const answer = await transport.command(node, request);
        const trouble = answer.ok ? undefined : troubleIn(answer.errors);
        if (trouble === undefined) {
          onAnswer?.(node, command, answer);
          return answer;
        }
        // The same id: carried out or not, it is carried out once.
        await wait.moment(`${node} ${name}: ${trouble}`);
      }
    },
    async ask(node, { name, body, by }) {
      const wait = createWait(patience);
      for (;;) {
        const request = { name, commandId: randomUUID(), body, token: await tokenOf(by, node), fresh: true };
        const reply = await transport.query(node, request);
        if (reply.ok && (reply.stale ?? []).length === 0) return reply.answer;
        const trouble = reply.ok ? 'its views are behind' : troubleIn(reply.errors);
        if (trouble === undefined && !reply.ok)
          throw new QueryRefused(`${node} refused ${name} to ${by.member}/${by.role}: ${reply.errors.map(({ code }) => code).join(', ')}`);
        await wait.moment(`${node} ${name}: ${trouble ?? ''}`);
      }
    },
  };
}

/** The service is away, its disk is full, or nobody knows what became of it: the same is tried again. */
function troubleIn(errors: readonly { readonly code: string }[]): string | undefined {
  return errors.find(({ code }) => PASSES.has(code) || /^(?:STORE|KEYS)_/.test(code))?.code;
}

const PASSES: ReadonlySet<string> = new Set(['NODE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'INTERNAL']);
