import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { caseStory } from '../harness/case-story.ts';
import { sideBySide } from '../harness/loops.ts';
import { versionOf } from '../harness/machine.ts';
import { interleave } from '../harness/measure.ts';
import { type Server, runChild, startServer } from '../harness/processes.ts';
import { atLeast, resultOf, short } from '../harness/result.ts';
import { type Contender, type Row, type RowContext, type RowResult } from '../harness/types.ts';
import { PEERS_FOLDER } from '../peers/emmett.ts';
import { PLAY } from './p17.ts';

const SERVE = join(import.meta.dirname, 'serve.child.ts');
const BARE = join(import.meta.dirname, '..', 'peers', 'bare-nest.ts');
const SCHEMA = join(import.meta.dirname, '..', '..', '..', 'docs', 'schema.graphql');

const QUERY = `query CasePage($caseNo: String!) {
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

/** P16: the page of a case with twenty accounts, twenty orders and fifty bookings, against the same query answered by a constant. */
export const p16: Row = {
  id: 'P16',
  title: 'GraphQL, case page',
  async run(context) {
    const folder = context.folder('p16');
    const story = join(folder, 'case-page.yaml');
    writeFileSync(story, caseStory());
    const { message } = await runChild(PLAY, [story, join(folder, 'city')]);
    const ours = await startServer(SERVE, [join(folder, 'city')]);
    let constant: Server | undefined;
    try {
      const asked = JSON.stringify({ query: QUERY, variables: { caseNo: message['caseNo'] } });
      const answer = await post(ours, asked);
      const size = sizeOf(answer);
      const file = join(folder, 'answer.json');
      writeFileSync(file, JSON.stringify(Object(JSON.parse(answer)).data));
      constant = await startServer(BARE, [SCHEMA, file]);
      const answers = { ours: answer, constant: await post(constant, asked) };
      const notes = [size, ...(dataOf(answers.ours) === dataOf(answers.constant) ? [] : ['the constant app’s answer differs from ours'])];
      const rows: RowResult[] = [];
      for (const inFlight of [50, 500]) rows.push(await measure(context, { ours, constant, asked, inFlight, notes }));
      return rows;
    } finally {
      await ours.stop();
      await constant?.stop();
    }
  },
};

interface Asking {
  readonly ours: Server;
  readonly constant: Server;
  readonly asked: string;
  readonly inFlight: number;
  readonly notes: readonly string[];
}

async function measure(context: RowContext, { ours, constant, asked, inFlight, notes }: Asking): Promise<RowResult> {
  const ask = (server: Server): (() => ReturnType<Contender['run']>) => {
    return () => sideBySide(inFlight, context.sampleMs, async () => refuseErrors(await post(server, asked)));
  };
  const measurement = await interleave(
    [
      { role: 'ours', name: 'Interlock', run: ask(ours) },
      {
        role: 'limit',
        name: `the same query answered by a constant, Nest ${versionOf(PEERS_FOLDER, '@nestjs/core') ?? '?'} and Apollo ${versionOf(PEERS_FOLDER, '@apollo/server') ?? '?'}`,
        run: ask(constant),
      },
    ],
    context,
  );
  const [limit] = measurement.limits;
  if (!limit) throw new Error('P16 has a limit');
  return resultOf({ id: `P16-${inFlight}`, title: `case page, ${inFlight} in flight`, unit: 'requests/s', better: 'higher' }, measurement, {
    limit,
    targets: [atLeast('ours ÷ limit', measurement.ours.spread.median / limit.spread.median, 0.5)],
    notes: [...notes, `p99 ${short(measurement.ours.more('p99Ms'))} ms; the constant ${short(limit.more('p99Ms'))} ms`],
  });
}

const agent = new Agent({ keepAlive: true });

function post({ url, said }: Server, body: string): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(typeof said['token'] === 'string' && { authorization: `Bearer ${said['token']}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A refusal is fast: it must not count as an answer. */
function refuseErrors(answer: string): void {
  if (!answer.startsWith('{"data":{"case":{')) throw new Error(answer.slice(0, 200));
}

function dataOf(answer: string): string {
  return JSON.stringify(Object(JSON.parse(answer)).data);
}

function sizeOf(answer: string): string {
  refuseErrors(answer);
  const { money, orders } = Object(JSON.parse(answer)).data.case;
  return `${money.accounts.length} accounts, ${orders.edges.length} orders, ${money.movements.length} bookings; ${short(answer.length / 1_024)} KB an answer`;
}
