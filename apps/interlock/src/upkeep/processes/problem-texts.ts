import { type Finding } from '../finding.ts';
import { unreadTodo } from '../findings-of-facts.ts';
import { type ToldProblem } from './told-problems.ts';

interface Words {
  message(problem: ToldProblem): string;
  todo(problem: ToldProblem): string;
}

/** What a process says of itself, in words: what it is, and what to do. */
export function findingOf(process: string, problem: ToldProblem): Finding {
  const { message, todo } = wordsOf(problem.code);
  return { code: problem.code, about: problem.node, process, message: message(problem), todo: todo(problem) };
}

function wordsOf(code: string): Words {
  const own = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  if (own) return own;
  if (code.startsWith('LANE_')) return HALTED;
  if (code.startsWith('STORE_')) return UNWRITABLE;
  return { message: ({ place, detail }) => `${place}: ${detail ?? code}`, todo: () => 'read the lines of its process' };
}

const words = (message: string | Words['message'], todo: string | Words['todo']): Words => ({
  message: typeof message === 'string' ? () => message : message,
  todo: typeof todo === 'string' ? () => todo : todo,
});

const HALTED = words(
  ({ place, detail }) => `${place} is halted${detail === undefined ? '' : `: ${detail}`}; all other lanes go on`,
  ({ from = 'its source' }) => `\`interlock doctor\` on the folders of both ends says which of them was put back or wrote it; ask ${from}`,
);
const UNWRITABLE = words(
  'nothing can be written into its log: it refuses commands, and what others tell it waits with them',
  'make room on the disk, or see to its folder or to KurrentDB; it goes on by itself',
);
const RENEW = 'put a certificate of the right authority into its folder and restart the process; nothing is lost meanwhile';
const PLAN = '`interlock topics plan` shows what differs, `interlock topics apply` makes it so; then it goes on by itself';

const WORDS: Readonly<Record<string, Words>> = {
  BROKER_UNREACHABLE: words(
    'no broker answers it: what it tells waits in its log and is sent when one does',
    'start the broker, or correct INTERLOCK_KAFKA_BROKERS of the process; it joins again by itself',
  ),
  BROKER_CREDENTIALS_REFUSED: words(
    'the broker and its certificate do not accept each other',
    `compare both authorities (ca.pem) and the certificate’s end; ${RENEW}`,
  ),
  BROKER_REPLICAS_MISSING: words('too few brokers are in sync to take anything for good', 'bring the other brokers back'),
  BROKER_TROUBLE: words(
    ({ place }) => `the broker answers with an error at ${place}`,
    'read the lines of the process and the broker’s log',
  ),
  GROUP_NOT_JOINED: words('it has not joined its consumer group: nothing is received', 'nothing, unless it lasts longer than a minute'),
  CONSUMER_STUCK: words('its consumer heard nothing and is built anew', 'nothing, unless it repeats: then look at the broker'),
  OFFSET_NOT_COMMITTED: words('the broker has not noted how far it has read', 'nothing, unless it lasts'),
  TOPIC_UNKNOWN: words(({ place }) => `the broker knows no topic ${place}`, '`interlock topics apply` makes it; then it goes on by itself'),
  TOPIC_REFUSED: words(({ place }) => `the broker refuses it the topic ${place}`, PLAN),
  GROUP_REFUSED: words('the broker refuses it its consumer group', PLAN),
  MESSAGE_UNREADABLE: words(
    ({ place, count = 1 }) => `${String(count)} on ${place} since its start were no facts of that lane, and were passed over`,
    'its lines name the offsets: find who wrote them, only the source may; a fact that is missing is fetched from its source',
  ),
  MESSAGE_TOO_LARGE: words(
    ({ place, count = 1 }) => `${String(count)} on ${place} since its start were too large for Kafka, and go around it`,
    'the recipient fetches them from the source; `interlock topics apply`, if the topic takes less than 2 MB',
  ),
  LANE_GAP: words(
    ({ place }) => `${place}: a number is out of turn, and what is missing before it was not given`,
    ({ from = 'its source' }) => `see that ${from} runs and can be reached: it is fetched by itself as soon as it answers`,
  ),
  LANE_FAILING: words(
    ({ place, detail }) => `${place} fails: ${detail ?? 'unknown'}`,
    'it is tried again; read the lines of the process if it lasts',
  ),
  ...Object.fromEntries(
    (['CONTRACT_UNKNOWN_VERSION', 'CONTRACT_UNKNOWN', 'FACT_UNREADABLE', 'FACT_OF_ANOTHER'] as const).map((code) => [
      code,
      words(
        ({ place, count = 1 }) => `${place} is kept and not read (${String(count)} of them)`,
        ({ node, from = 'its source' }) => unreadTodo(code, node, from),
      ),
    ]),
  ),
  FACT_PARKED: words(
    ({ place, count = 1 }) => `${place} could not process ${String(count)} facts; what follows them in their cases waits`,
    '`interlock parked list` shows them; `interlock parked redrive` once the cause is gone',
  ),
  CLOCK_SKEWED: words(
    ({ node, from = 'another', detail = '0' }) => {
      const seconds = Math.round(Math.abs(Number(detail)) / 1_000);
      return `the clock of ${from} is ${String(seconds)} s ${Number(detail) > 0 ? 'ahead of' : 'behind'} that of ${node}`;
    },
    ({ node, from = 'the other' }) => `compare the clocks of ${from} and ${node} with the city’s time server; no term changes`,
  ),
  CLOCK_JUMPED: words(
    'its clock jumped: no deadline is recorded until it agrees again',
    'set the machine’s clock right; recording goes on after a minute of agreement',
  ),
  CERTIFICATE_EXPIRED: words(({ detail = 'now' }) => `its certificate ended at ${detail}: broker and peers refuse it`, RENEW),
  CERTIFICATE_NOT_YET_VALID: words(
    ({ detail = 'a later moment' }) => `its certificate is not in force before ${detail}: broker and peers refuse it`,
    `set the machine’s clock right; if it is right, ${RENEW}`,
  ),
  CERTIFICATE_REFUSED: words(
    ({ node, place, detail = 'now' }) =>
      `${node === 'unnamed' ? 'somebody whose certificate does not hold' : `who shows the certificate of ${node}`} was refused (${place}, last at ${detail})`,
    'a certificate that is over is renewed; one of another authority, or of another node, is an incident: tell the joint office',
  ),
  CERTIFICATE_ENDING: words(({ detail = 'soon' }) => `its certificate ends at ${detail}`, RENEW),
  VIEWS_BEHIND: words(
    ({ place, count = 0 }) => `${place} is up to ${String(count)} events behind the log`,
    'it catches up; if it does not, read the lines of the process',
  ),
  CONSUMER_FAILING: words(
    ({ place, detail, count }) => `${place} fails${count === undefined ? '' : ` for ${String(count)} streams`}: ${detail ?? 'unknown'}`,
    'it is tried again and again, the lines of the process say with what error',
  ),
};
