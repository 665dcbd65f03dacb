import { type AppliedTopics, type Grant, type TopicPlan, applyTopics, countBrokers, readCertificate } from '@interlock/adapters';
import { EXIT, Fault, RETENTION_HOURS, planTopics, rosterOf } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { collected, jsonOption, positiveNumber } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

/** Any one of three brokers may be lost; more copies would only cost. */
const COPIES_MAX = 3;

interface PlanArguments {
  readonly prefix: string;
  readonly copies?: number;
  readonly keep: number;
  readonly json?: boolean;
}

interface ApplyArguments extends PlanArguments {
  readonly brokers: readonly string[];
  readonly certificates: string;
  readonly as: string;
  readonly removeOthers?: boolean;
  readonly dryRun?: boolean;
}

export function addTopics(program: Command, terminal: Terminal): void {
  const topics = program
    .command('topics')
    .description('the lanes’ Kafka topics and who may do what there, computed from the register of members');
  withPlanOptions(topics.command('plan'), terminal)
    .description('what the register and the rule of who tells whom make: asks no broker')
    .action((options: PlanArguments) => plan(terminal, options));
  withPlanOptions(topics.command('apply'), terminal)
    .description('bring a broker to the plan: make what is missing, name what nobody planned')
    .addOption(
      new Option('--brokers <list>', 'brokers to begin with, host:port by commas (INTERLOCK_KAFKA_BROKERS)')
        .argParser(addresses)
        .default(collected(terminal.env['INTERLOCK_KAFKA_BROKERS'] ?? '', []), 'INTERLOCK_KAFKA_BROKERS'),
    )
    .addOption(
      new Option('--certificates <dir>', 'folder with ca.pem and the administrator’s certificate').default(
        terminal.env['INTERLOCK_CERTIFICATES'] ?? '',
        'INTERLOCK_CERTIFICATES',
      ),
    )
    .option('--as <name>', 'whose certificate of the folder: a super user of the brokers', 'kafka-admin')
    .option('--remove-others', 'take back every right on these names that the plan does not give')
    .option('--dry-run', 'only say what differs')
    .action((options: ApplyArguments) => apply(terminal, options));
}

function withPlanOptions(command: Command, { env }: Terminal): Command {
  return command
    .option('--prefix <word>', 'what the names of topics and groups begin with', prefix, env['INTERLOCK_KAFKA_PREFIX'] ?? 'interlock')
    .option(
      '--copies <number>',
      'copies of each topic: 3 where one broker may be lost; unless said `apply` takes as many as there are brokers, 3 at most',
      copies,
    )
    .option('--keep <hours>', 'how long a fact stays on its topic; later it is fetched from its source', positiveNumber, RETENTION_HOURS)
    .addOption(jsonOption());
}

function plan(terminal: Terminal, { json = false, copies = 1, ...others }: PlanArguments): void {
  const options = { copies, ...others };
  const planned = planOf(options);
  if (json) printJson(terminal, planned);
  else
    for (const line of tableText(
      ['topic', 'written by', 'read by'],
      planned.topics.map(({ name }) => rowOf(planned, name)),
    ))
      terminal.out.print(line);
  terminal.err.print(summary(planned, options));
}

async function apply(terminal: Terminal, options: ApplyArguments): Promise<void> {
  const { brokers, certificates, as, removeOthers = false, dryRun = false, json = false } = options;
  if (brokers.length === 0)
    throw missing('No broker is named', 'neither --brokers nor INTERLOCK_KAFKA_BROKERS', 'name one: --brokers 127.0.0.1:9092');
  if (certificates === '')
    throw missing(
      'No certificates are named',
      'neither --certificates nor INTERLOCK_CERTIFICATES',
      'name the folder with ca.pem: --certificates DIR',
    );
  const certificate = readCertificate(certificates, as);
  const chosen = { ...options, copies: options.copies ?? copiesOn(brokers.length, await countBrokers({ brokers, certificate })) };
  const planned = planOf(chosen);
  const applied = await applyTopics({ brokers, certificate, plan: planned, removeOthers, dryRun });
  if (json) printJson(terminal, { dryRun, prefix: planned.prefix, ...applied });
  else for (const line of differences(applied, dryRun)) terminal.out.print(line);
  const left = [...applied.unlike, ...applied.unplanned, ...(applied.removed ? [] : applied.surplus)].length;
  terminal.err.print(
    `${summary(planned, chosen)}; ${left === 0 ? 'nothing else is there' : `${String(left)} findings are left to a person`}`,
  );
  terminal.exit(left === 0 ? EXIT.ok : EXIT.finding);
}

type Chosen = Pick<PlanArguments, 'prefix' | 'keep'> & { readonly copies: number };

/** One address may stand for all brokers, and one of those that are named may be away just now. */
export function copiesOn(named: number, there: number): number {
  return Math.min(COPIES_MAX, Math.max(named, there));
}

function planOf({ prefix: word, copies: replication, keep }: Chosen): TopicPlan {
  return planTopics(rosterOf(readRegister().members), { prefix: word, replication, retentionHours: keep });
}

function rowOf({ grants }: TopicPlan, topic: string): readonly string[] {
  const who = (may: Grant['may']) => grants.filter(({ name, may: right }) => name === topic && right === may).map(({ node }) => node);
  return [topic, who('write').join(', '), who('read').join(', ')];
}

function summary({ topics, grants }: TopicPlan, { copies: replication, keep }: Omit<Chosen, 'prefix'>): string {
  const nodes = new Set(grants.map(({ node }) => node)).size;
  const kept = `kept ${String(keep)} h in ${String(replication)} ${replication === 1 ? 'copy' : 'copies'}`;
  return `${String(topics.length)} topics, ${kept}; ${String(grants.length)} rights of ${String(nodes)} nodes`;
}

/** One line each; a word in front says what became of it. */
function differences(applied: AppliedTopics, dryRun: boolean): readonly string[] {
  const { created, changed, unlike, granted, surplus, removed, unplanned } = applied;
  const done = (word: string) => (dryRun ? `would be ${word}` : word);
  return [
    ...created.map((name) => `${done('made')}: topic ${name}`),
    ...changed.map(({ topic, setting, before, after }) => `${done('changed')}: ${setting} of ${topic} from ${before} to ${after}`),
    ...granted.map(({ node, may, on, name }) => `${done('given')}: ${node} may ${may} ${on} ${name}`),
    ...surplus.map((text) => `${removed ? 'taken back' : 'NOT PLANNED'}: ${text}`),
    ...unplanned.map((name) => `NOT PLANNED: topic ${name}`),
    ...unlike.map((text) => `NOT AS PLANNED: ${text}`),
  ];
}

function addresses(text: string): readonly string[] {
  const list = collected(text, []);
  const wrong = list.find((address) => !/^[^\s:]+:\d{1,5}$/.test(address));
  if (wrong !== undefined || list.length === 0) throw new InvalidArgumentError('It must be host:port, several by commas.');
  return list;
}

function prefix(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(text)) throw new InvalidArgumentError('It must be small letters, digits and dashes, a letter first.');
  return text;
}

function copies(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 9, at most as many as there are brokers.');
  return Number(text);
}

function missing(what: string, why: string, how: string): Fault {
  return new Fault({ code: 'CONFIGURATION', what, why, how, exit: EXIT.usage });
}
