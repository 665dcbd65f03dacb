import { readCertificate } from '@interlock/adapters';
import { type Trouble } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { commandValidUntil } from '@interlock/rulebook';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type OpenDataFolder, openDataFolder, rosterOf, systemClock, tryPort, validityOf } from '@interlock/hosting';
import { type Surroundings } from '@interlock/nest-kit';
import { type Demo, startDemo } from '../demo/demo-day.ts';
import { type DemoOutside, openOutside } from '../demo/outside-world.ts';
import { type EmbeddedCity, openEmbeddedCity } from '../embedded/embedded-city.ts';
import { cityOnBuses } from '../play/city-on-buses.ts';
import { registerMembers } from '../play/register-members.ts';
import { type Config } from './config.ts';
import { versionsNow } from '@interlock/hosting';

/** A line for the operator: what happened, never with personal data. */
export interface Notice {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly node?: string;
  readonly consumer?: string;
}

export interface RunningInterlock {
  readonly url: string;
  readonly city: EmbeddedCity;
  /** Takes nothing more, finishes what is in hand, seals and closes everything. */
  stop(): Promise<void>;
}

/** Starts all nodes, the gateway and, unless switched off, the demo city’s day. After a failure nothing stays open. */
export async function startInterlock(config: Config, notice: (notice: Notice) => void): Promise<RunningInterlock> {
  const register = readRegister();
  const folder = openDataFolder(
    config.dataDir,
    rosterOf(register.members).map(({ code }) => code),
  );
  const outside = openOutside(folder, systemClock);
  const opened: Opened = { folder, outside };
  try {
    await tryPort(config.host, config.port);
    const city = await openEmbeddedCity({
      ...{ folder, register, outside, clock: systemClock, store: config.store, exchange: config.exchange },
      ...(config.logBytesMax !== undefined && { logBytesMax: config.logBytesMax }),
      report: (trouble) => {
        notice(noticeOf(trouble));
      },
    });
    opened.city = city;
    // Apollo and its schema take as long to load as all else: who only plays or verifies must not wait for them.
    const { startGateway } = await import('@interlock/gateway');
    const gateway = await startGateway(
      {
        ...{ nodes: city, issuers: city.issuers, clock: systemClock, members: register.members, version: versionLine(config) },
        surroundings: surroundingsOf(config, city),
        sealedThrough: (code) => city.sealed(code)?.sealedThrough,
        validUntil: commandValidUntil, // D-01
        report: ({ operation, error }) => {
          notice({ level: 'error', message: `${operation}: ${error instanceof Error ? error.message : String(error)}` });
        },
      },
      { host: config.host, port: config.port },
    );
    opened.gateway = gateway;
    const buses = { commands: gateway.app.get(CommandBus), queries: gateway.app.get(QueryBus) };
    const people = cityOnBuses(city, buses, { clock: systemClock, goTo: () => Promise.resolve() });
    await registerMembers(people, register, city.get('office'));
    for (const { from, to, broken } of city.breaks)
      notice({ level: 'error', node: from, message: `lane ${from} → ${to} is halted (${broken}): see \`interlock doctor\`` });
    await city.seal();
    if (config.demo)
      opened.demo = startDemo({
        ...{ city, buses, outside },
        report: (message) => {
          notice({ level: 'warn', message: `the demo's day waits: ${message}` });
        },
      });
    folder.lock.listensAt(gateway.url);
    return { url: gateway.url, city, stop: () => stopAll(opened) };
  } catch (error) {
    // What kept it from starting is what must be told.
    await stopAll(opened).catch(() => undefined);
    throw error;
  }
}

/** What it stands on beside its folder: with lanes on Kafka the broker, and the certificates that it is shown. */
function surroundingsOf({ exchange }: Config, { exchanges }: EmbeddedCity): Surroundings {
  if (exchange.kind === 'in-process') return {};
  const certificates = new Map([...exchanges.keys()].map((code) => [code, readCertificate(exchange.certificates, code)]));
  return { exchanges, certificates: validityOf(certificates) };
}

/** `0.1.0 (980f46d) · demo`. */
function versionLine({ demo }: Config): string {
  const { interlock, commit } = versionsNow();
  return `${interlock}${commit === undefined ? '' : ` (${commit})`}${demo ? ' · demo' : ''}`;
}

interface Opened {
  readonly folder: OpenDataFolder;
  readonly outside: DemoOutside;
  city?: EmbeddedCity;
  gateway?: { close(): Promise<void> };
  demo?: Demo;
}

async function stopAll({ folder, outside, city, gateway, demo }: Opened): Promise<void> {
  try {
    await demo?.stop();
    await gateway?.close();
    await city?.stop();
  } finally {
    outside.close();
    folder.lock.release();
  }
}

function noticeOf({ node, consumer, message, attempt }: Trouble): Notice {
  return { level: attempt > 1 ? 'error' : 'warn', node, consumer, message };
}
