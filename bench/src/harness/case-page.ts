import { Agent, request } from 'node:http';
import { sideBySide } from './loops.ts';
import { short } from './result.ts';
import { type Sample } from './types.ts';

/** Whoever answers GraphQL, and the token that it wants. */
export interface Answering {
  readonly url: string;
  readonly token?: string;
}

const CASE_PAGE = `query CasePage($caseNo: String!) {
  case(caseNo: $caseNo) {
    id caseId caseNo scamType isWhole reportedAt enteredAt acceptedAt filedAt unit
    places { lostFen stoppedFen frozenFen returnedFen escapedFen atRiskFen inQuestionFen }
    money {
      accounts { accountRef bank level tracedInFen onAccountFen stoppedFen atRiskFen inQuestionFen hold firstInflowAt }
      movements { reference at from to carriedFen exit }
    }
    orders(first: 20) { edges { cursor node { id accountRef bank code answeredAt balanceFen heldFen lapsesAt namedFen } } pageInfo { hasNextPage endCursor } }
  }
}`;

/** The request for one case’s page, as its body. */
export function caseRequest(caseNo: string): string {
  return JSON.stringify({ query: CASE_PAGE, variables: { caseNo } });
}

export function post({ url, token }: Answering, body: string, agent?: Agent): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { method: 'POST', headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The page asked for again and again, so many requests in flight: answers a second. */
export function asking(answering: Answering, body: string, inFlight: number, ms: number): () => Promise<Sample> {
  return async () => {
    // A server closes connections that have rested: none is kept until the next turn.
    const agent = new Agent({ keepAlive: true });
    try {
      return await sideBySide(inFlight, ms, async () => refuseErrors(await post(answering, body, agent)));
    } finally {
      agent.destroy();
    }
  };
}

/** A refusal is fast: it must not count as an answer. */
function refuseErrors(answer: string): void {
  if (!answer.startsWith('{"data":{"case":{')) throw new Error(answer.slice(0, 200));
}

export function dataOf(answer: string): string {
  return JSON.stringify(Object(JSON.parse(answer)).data);
}

export function sizeOf(answer: string): string {
  refuseErrors(answer);
  const { money, orders } = Object(JSON.parse(answer)).data.case;
  return `${money.accounts.length} accounts, ${orders.edges.length} orders, ${money.movements.length} bookings; ${short(answer.length / 1_024)} KB an answer`;
}
