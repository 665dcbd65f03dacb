import { join, resolve } from 'node:path';
import { EXIT, Fault, ROOT, applyCityTopics, refuseInProcess, rosterOf, tryPort } from '@interlock/hosting';
import { registerCity } from '@interlock/interlock';
import { readRegister } from '@interlock/office';
import { type Command, Option } from 'commander';
import { type Broker, type BrokerChoice, brokerPorts, startBroker } from '../distributed/broker.ts';
import { type DistributedCity, startServices } from '../distributed/distributed-city.ts';
import { detach } from '../distributed/detach.ts';
import { APPS, planServices } from '../distributed/plan-services.ts';
import { certificatesIn, prepareCity } from '../distributed/prepare-city.ts';
import { type Run, forgetRun, holdRun, starterOf, writeRun } from '../distributed/run-file.ts';
import { ownSettings } from '../distributed/environment.ts';
import { makeLines } from '../distributed/lines.ts';
import { portNumber, positiveNumber, repeated } from '../terminal/options.ts';
import { type Terminal } from '../terminal/terminal.ts';

/** Where a distributed city on this machine lies, unless said otherwise. */
export const DISTRIBUTED_DATA = join(ROOT, 'data-distributed');

interface UpArguments extends BrokerArguments {
  readonly data: string;
  readonly services: string;
  readonly clock: 'system' | 'virtual';
  readonly port: number;
  readonly within: number;
  readonly set?: readonly string[];
  readonly detach?: boolean;
}

interface BrokerArguments {
  readonly brokers: '1' | '3';
  readonly brokerPort?: number;
  readonly brokerMemory: number;
}

const HOST = '127.0.0.1';
const BROKER_MEMORY_MB = 256;
const MS_PER_SECOND = 1_000;

export function addUp(program: Command, terminal: Terminal): void {
  program
    .command('up')
    .description('run the distributed city on this machine: a real Kafka, and every service as a process of its own, until Ctrl-C')
    .option('--data <dir>', 'folder of the city; its nodes lie in it as they do for `interlock start`', DISTRIBUTED_DATA)
    .option('--services <list>', 'which processes: kinds, or kinds with their nodes, as in police,bank:bank-industry,bank', APPS.join(','))
    .addOption(
      new Option('--clock <which>', 'virtual: time stands until `interlock play --against` moves it; system: the machine’s time')
        .choices(['virtual', 'system'])
        .default('virtual'),
    )
    .option('--port <port>', 'port of the gateway; 0 takes any free one', portNumber, 3000)
    .addOption(new Option('--brokers <number>', 'Kafka brokers: with 3, any one of them may be lost').choices(['1', '3']).default('1'))
    .option(
      '--broker-port <port>',
      'first port of the brokers, who take two each; else those of the last start, or any free ones',
      portNumber,
    )
    .option('--broker-memory <MB>', 'Java heap of each broker', positiveNumber, BROKER_MEMORY_MB)
    .option('--within <seconds>', 'how long it may take until every service is ready', positiveNumber, 120)
    .option('--set <setting>', 'a setting of one service, as in police:INTERLOCK_LOG_LEVEL=debug; may be repeated', repeated)
    .option('--detach', 'go on in the background once every service is ready; `interlock down` ends it')
    .action(async (options: UpArguments) => {
      await refuseUnfit(terminal, options);
      await (options.detach === true ? detach(terminal, options) : up(terminal, options));
    });
}

async function up(terminal: Terminal, options: UpArguments): Promise<void> {
  const data = resolve(options.data);
  const register = readRegister();
  const { members } = register;
  const roster = rosterOf(members);
  const services = planServices(roster, options.services.split(','));
  const own = ownSettings(options.set ?? [], services);
  const lines = makeLines(terminal.out, ['city', 'kafka', ...services.map(({ name }) => name)]);
  const began = performance.now();
  const lock = holdRun(data);
  let broker: Broker | undefined;
  let city: DistributedCity | undefined;
  const stopped = new Promise<void>((stop) => {
    if (terminal.interrupted.aborted) stop();
    terminal.interrupted.addEventListener('abort', () => {
      stop();
    });
  });
  try {
    writeRun(data, beginning(options.clock));
    await prepareCity(
      data,
      roster,
      members.map(({ code }) => code),
    );
    broker = await startBroker(data, brokerChoice(options), (line) => {
      lines('kafka', line);
    });
    lines('kafka', `ready at ${broker.bootstrap.join(', ')}`);
    lines(
      'city',
      await applyCityTopics({
        ...{ certificates: certificatesIn(data), roster, brokers: broker.bootstrap },
        prefix: terminal.env['INTERLOCK_KAFKA_PREFIX'] ?? 'interlock',
      }),
    );
    city = await startServices({
      ...{
        data,
        host: HOST,
        port: options.port,
        clock: options.clock,
        services,
        roster,
        broker,
        own,
        env: terminal.env,
        line: lines,
      },
    });
    await Promise.race([city.ready(options.within * MS_PER_SECOND), stopped]);
    if (!terminal.interrupted.aborted && options.clock === 'system' && services.some(({ app }) => app === 'joint-office'))
      await registerCity(data, register);
    if (!terminal.interrupted.aborted) {
      lines('city', `ready after ${((performance.now() - began) / MS_PER_SECOND).toFixed(1)} s`);
      for (const text of nextSteps(city, options)) lines('city', text);
    }
    await stopped;
    lines('city', 'stopping: the gateway first, the broker last');
  } finally {
    await city?.stop();
    await broker?.stop();
    forgetRun(data);
    lock.release();
    lines('city', `stopped; the data stay in ${data}`);
  }
}

function brokerChoice({ brokers: number, brokerPort, brokerMemory }: BrokerArguments): BrokerChoice {
  const brokers = number === '3' ? 3 : 1;
  const ports = brokerPort === undefined ? {} : { ports: brokerPorts(brokerPort, brokers) };
  return { brokers, memoryMb: Math.ceil(brokerMemory), ...ports };
}

/** So that whoever asks finds the starter from its first moment. */
function beginning(clock: Run['clock']): Run {
  return { pid: process.pid, startedAt: new Date().toISOString(), clock, bootstrap: [], brokers: [], services: [] };
}

function nextSteps({ gatewayUrl }: DistributedCity, { clock, data }: UpArguments): readonly string[] {
  const stop = `stop: Ctrl-C, or npx interlock down${data === DISTRIBUTED_DATA ? '' : ` --data ${data}`}`;
  if (gatewayUrl === undefined) return [stop];
  const play = `play: npx interlock play scenarios/wuyi-1.66m.yaml --against ${gatewayUrl}`;
  return [`gateway: ${gatewayUrl}   GraphQL ${gatewayUrl}/graphql`, ...(clock === 'virtual' ? [play] : []), stop];
}

/** Where nobody starts anything yet, and not by services that end again and again: in words, and at once. */
async function refuseUnfit({ env }: Terminal, { data, port, services }: UpArguments): Promise<void> {
  refuseInProcess(env);
  refuseRunning(resolve(data));
  if (port !== 0 && services.split(',').some((service) => /^gateway(:|$)/.test(service))) await tryPort(HOST, port, '--port');
}

function refuseRunning(data: string): void {
  const starter = starterOf(data);
  if (!starter) return;
  throw new Fault({
    code: 'CITY_RUNNING',
    what: `A city runs on ${data} already`,
    why: `process ${String(starter.pid)} started it at ${starter.startedAt}`,
    how: 'use it (`interlock status`), stop it with `interlock down`, or name another folder with --data',
    exit: EXIT.conflict,
  });
}
