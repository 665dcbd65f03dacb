import { cityFeedV1 } from '@interlock/contracts';
import { traceDelivery } from '@interlock/nest-kit';
import { Inject } from '@nestjs/common';
import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';
import { refusedBy, unauthenticated } from '../errors.ts';
import { type GatewayOptions, GATEWAY_OPTIONS, limitsOf } from '../gateway-options.ts';
import { Allow, FEED_READERS } from '../identity/allow.ts';
import { type Session, type SignedIn } from '../identity/session.ts';
import { NodeReads } from '../reads/node-reads.ts';
import { type Row, rowsOf, textIn } from '../reads/rows.ts';
import { type FeedPage, type FeedSource, feedMessages } from './feed-stream.ts';
import { CaseEventModel, type FeedEntryModel } from './feed.model.ts';
import { cursorOf, numberIn } from './feed-cursor.ts';

const CITY = 'city';

@Resolver()
export class FeedResolver {
  constructor(
    @Inject(NodeReads) private readonly reads: NodeReads,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  @Subscription(() => CaseEventModel, {
    description:
      'The feed of the caller’s member: first everything after the cursor, then live, without a seam. At least once: drop cursors that you have. ' +
      'A heartbeat every 15 s moves the head. Close codes: 4401 sign in again, 4410 too slow, 4420 too many sockets; go on with the last cursor.',
    resolve: (message: CaseEventModel) => message,
  })
  @Allow(...FEED_READERS)
  async caseEvents(
    @Context() session: Session,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<AsyncIterableIterator<CaseEventModel, undefined>> {
    const { person } = session;
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: connection_init {"authorization": "Bearer …"}');
    const gone = new AbortController();
    const source = this.sourceFor(session, gone.signal);
    const { feed, head } = await source.read(0, 1);
    const number = typeof after === 'string' ? numberIn(after, feed) : 0;
    if (number > head) throw refusedBy('BAD_CURSOR', 'The feed has not come so far: it was restored, begin again', { head });
    return endable(messages(number, { ...session, person }, source), gone);
  }

  private sourceFor(session: Session, gone: AbortSignal): FeedSource {
    const { heartbeatMs, slowReaderMs } = limitsOf(this.options);
    const city = this.options.nodes.get(CITY);
    return {
      clock: this.options.clock,
      heartbeatMs,
      slowReaderMs,
      gone,
      read: async (after, limit) => pageOf(await this.reads.ask(CITY, cityFeedV1, { after, limit }, session)),
      onChanged(listener) {
        if (city) return city.store.onAppended(listener);
        const timer = setInterval(listener, REMOTE_LOOK_MS).unref();
        return () => clearInterval(timer);
      },
    };
  }
}

/** Where the city runs elsewhere nothing tells of its growth: it is asked this often. */
const REMOTE_LOOK_MS = 250;

/** A generator that waits ends when it wakes: whoever unsubscribes wakes it. */
function endable(
  stream: AsyncGenerator<CaseEventModel, undefined, undefined>,
  gone: AbortController,
): AsyncIterableIterator<CaseEventModel, undefined> {
  return {
    next: () => stream.next(),
    return() {
      gone.abort();
      return stream.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* messages(
  after: number,
  session: Session & { readonly person: SignedIn },
  source: FeedSource,
): AsyncGenerator<CaseEventModel, undefined, undefined> {
  for await (const { entry, number, feed, head } of feedMessages(after, session, source)) {
    const shown = entry && entryOf(entry);
    const taken = shown && traceDelivery({ feed, number, entryId: shown.entryId, traceparent: textIn(entry, 'traceparent') });
    yield { ...(shown && { entry: shown }), cursor: cursorOf(feed, number), head };
    taken?.();
  }
  return undefined;
}

function entryOf(row: Row): FeedEntryModel {
  const { number, ...rest } = row;
  return {
    ...rest,
    number: Number(number),
    type: textIn(row, 'type') ?? '',
    entryId: textIn(row, 'entryId') ?? '',
    at: textIn(row, 'at') ?? '',
    subject: textIn(row, 'subject') ?? '',
  };
}

function pageOf(answer: Row): FeedPage {
  return { feed: textIn(answer, 'feed') ?? '', entries: rowsOf(answer['entries']), head: Number(answer['head'] ?? 0) };
}
