import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface FeedMessage {
  readonly data?: {
    readonly caseEvents: {
      readonly entry?: { readonly number: number; readonly kind?: string; readonly type: string } | null;
      readonly cursor: string;
      readonly head: number;
    };
  } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** A member’s own client on the API’s socket. Rejects with the close code when the server sends it away. */
export interface FeedSocket {
  readonly client: Client;
  first(document: string): Promise<FeedMessage>;
  /** Takes messages until `enough` says so. */
  take(document: string, enough: (messages: readonly FeedMessage[]) => boolean): Promise<readonly FeedMessage[]>;
  /** Resolves with the code when the server closes the socket. */
  readonly closed: Promise<number>;
  close(): Promise<void>;
}

export async function openSocket(url: string, authorization: string): Promise<FeedSocket> {
  const closed = Promise.withResolvers<number>();
  const opened = Promise.withResolvers<undefined>();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    connectionParams: { authorization },
    onNonLazyError: () => undefined,
    on: {
      connected: () => opened.resolve(undefined),
      closed(event) {
        const code = typeof event === 'object' && event !== null && 'code' in event ? Number(event.code) : 0;
        closed.resolve(code);
        opened.reject(new Error(`closed with ${String(code)}`));
      },
    },
  });
  await opened.promise;
  const take: FeedSocket['take'] = async (document, enough) => {
    const messages: FeedMessage[] = [];
    const stream = client.iterate({ query: document });
    try {
      for await (const message of stream) {
        // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the subscription asks for just these fields
        messages.push(message as FeedMessage);
        if (enough(messages)) break;
      }
    } catch (error) {
      if (Array.isArray(error)) messages.push({ errors: error });
      // Else the server closed the socket: `closed` tells with which code.
    }
    return messages;
  };
  return {
    client,
    take,
    async first(document) {
      const [message] = await take(document, () => true);
      if (!message) throw new Error('Nothing came');
      return message;
    },
    closed: closed.promise,
    async close() {
      await client.dispose();
    },
  };
}
