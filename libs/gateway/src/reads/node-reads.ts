import { randomUUID } from 'node:crypto';
import { type NodeReply, type SentPosition } from '@interlock/kernel';
import { NodeQuery } from '@interlock/nest-kit';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { refusedBy, throwIfDenied, unauthenticated } from '../errors.ts';
import { throwIfRefused } from '../commands/send-command.ts';
import { type GatewayOptions, GATEWAY_OPTIONS, limitsOf } from '../gateway-options.ts';
import { type Session } from '../identity/session.ts';
import { readToken } from '../position-token.ts';
import { type Row, isRow } from './rows.ts';

interface QueryContract {
  readonly name: string;
}

type Answered = Extract<NodeReply, { readonly ok: true }>;

/** Questions to nodes, with the caller’s own token: the node decides what this person sees, and waits for what he has seen before. */
@Injectable()
export class NodeReads {
  private readonly waitMs: number;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_OPTIONS) options: GatewayOptions,
  ) {
    this.waitMs = limitsOf(options).seenWaitMs;
  }

  /** Throws what the caller may not, or wrote wrong; else the node’s answer. What it does not show yet is told with the whole answer. */
  async ask(to: string, contract: QueryContract, body: Row, session: Session, seen?: string | null): Promise<Row> {
    const tokens = [session.seen, seen].flatMap((token) => (typeof token === 'string' ? [readToken(token)] : []));
    const { answer, stale = [] } = await this.reply(to, contract, body, session, { seen: tokens });
    session.stale.push(...stale);
    return isRow(answer) ? answer : {};
  }

  /** The same of a node that shows all that its log held when the question came, with where it ended by then; without it, it was too slow. */
  async askFresh(
    to: string,
    contract: QueryContract,
    body: Row,
    session: Session,
  ): Promise<{ readonly row: Row; readonly at?: SentPosition }> {
    const { answer, at, stale = [] } = await this.reply(to, contract, body, session, { fresh: true });
    return { row: isRow(answer) ? answer : {}, ...(at && stale.length === 0 && { at }) };
  }

  /** The answer of a node that shows what stands there; undefined when it does not in time. */
  async askSince(to: string, contract: QueryContract, body: Row, session: Session, since: SentPosition): Promise<Row | undefined> {
    const { answer, stale = [] } = await this.reply(to, contract, body, session, { seen: [since] });
    return stale.length === 0 && isRow(answer) ? answer : undefined;
  }

  private async reply(
    to: string,
    { name }: QueryContract,
    body: Row,
    { person }: Session,
    sight: { readonly seen?: readonly SentPosition[]; readonly fresh?: boolean },
  ): Promise<Answered> {
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
    // Each question is one of its own: looking up and opening personal data is recorded, and asked twice it is recorded twice.
    const question = { name, commandId: randomUUID(), body, token: person.token, seenWaitMs: this.waitMs, ...sight };
    const reply = await this.queries.execute(new NodeQuery(to, question));
    if (!reply.ok) {
      throwIfDenied(reply.errors);
      const [first] = reply.errors;
      throw refusedBy(first?.code ?? 'NODE_UNAVAILABLE', 'The owning node does not answer this', { details: first?.details });
    }
    throwIfRefused(reply.answer);
    return reply;
  }
}
