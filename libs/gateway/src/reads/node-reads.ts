import { randomUUID } from 'node:crypto';
import { type Nodes, NodeQuery } from '@interlock/nest-kit';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { refusedBy, throwIfDenied, unauthenticated } from '../errors.ts';
import { throwIfRefused } from '../commands/send-command.ts';
import { type GatewayOptions, GATEWAY_OPTIONS, limitsOf } from '../gateway-options.ts';
import { type Session } from '../identity/session.ts';
import { readToken, tokenText } from '../position-token.ts';
import { type Row, isRow } from './rows.ts';

interface QueryContract {
  readonly name: string;
}

/** Questions to nodes, with the caller’s own token: the node decides what this person sees. */
@Injectable()
export class NodeReads {
  private readonly nodes: Nodes;
  private readonly waitMs: number;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_OPTIONS) options: GatewayOptions,
  ) {
    this.nodes = options.nodes;
    this.waitMs = limitsOf(options).seenWaitMs;
  }

  /** Throws what the caller may not, or wrote wrong; else the node’s answer. */
  async ask(to: string, contract: QueryContract, body: Row, session: Session, seen?: string | null): Promise<Row> {
    const { person } = session;
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
    for (const token of [session.seen, seen]) if (typeof token === 'string') await this.await(to, token, session);
    const reply = await this.execute(to, contract, body, person.token);
    if (!reply.ok) {
      throwIfDenied(reply.errors);
      const [first] = reply.errors;
      throw refusedBy(first?.code ?? 'NODE_UNAVAILABLE', 'The owning node does not answer this', { details: first?.details });
    }
    throwIfRefused(reply.answer);
    return isRow(reply.answer) ? reply.answer : {};
  }

  /** Where a node’s log ends now, as a token. */
  headToken(node: string): string | undefined {
    const store = this.nodes.get(node)?.store;
    return store && tokenText(node, store.storeId, String(store.head()));
  }

  /** Whether a node’s views show what the token stands for, at the latest when a read with it would go on without. */
  async shows(node: string, token: string): Promise<boolean> {
    return (await this.nodes.get(node)?.waitFor(readToken(token), this.waitMs)) === true;
  }

  private async execute(to: string, { name }: QueryContract, body: Row, token: string) {
    try {
      // Each question is one of its own: looking up and opening personal data is recorded, and asked twice it is recorded twice.
      return await this.queries.execute(new NodeQuery(to, { name, commandId: randomUUID(), body, token }));
    } catch (error) {
      if (error instanceof RangeError && error.message.startsWith('No cursor')) throw refusedBy('BAD_CURSOR', 'Not a cursor of this list');
      throw error;
    }
  }

  /** Read your writes: waits until the node’s views show the position; else the answer says how far they are. */
  private async await(to: string, text: string, session: Session): Promise<void> {
    const token = readToken(text);
    const reader = this.nodes.get(to);
    const writer = this.nodes.get(token.node);
    if (writer && writer.store.storeId !== token.storeId)
      throw refusedBy('POSITION_OF_ANOTHER_LOG', 'The log was restored since: read without the token');
    if (!reader || (await reader.waitFor(token, this.waitMs))) return;
    const reached = token.node === to ? reader.store.head() : reader.lanes.watermark(token.node)?.position;
    session.stale.push({ node: token.node, position: String(token.position), reached: String(reached ?? -1) });
  }
}
