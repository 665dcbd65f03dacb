import { join } from 'node:path';
import { EXIT, Fault, type SettingName, isSettingName } from '@interlock/hosting';
import { certificatesIn } from './prepare-city.ts';
import { type PlannedService } from './plan-services.ts';
import { runFolder } from './run-file.ts';

/** A service with the addresses that it will have. */
export interface PlacedService extends PlannedService {
  readonly url: string;
  readonly peerUrl: string;
}

export interface CitySettings {
  readonly data: string;
  readonly host: string;
  readonly clock: 'system' | 'virtual';
  readonly bootstrap: readonly string[];
  /** Where the world outside is reached; unset where it does not run here. */
  readonly worldUrl: string | undefined;
}

export function peersFile(data: string): string {
  return join(runFolder(data), 'peers.json');
}

/** What a service is told: its own settings, and of this process’s environment what is not Interlock’s. */
export function environmentOf(
  { app, nodes, url, peerUrl }: PlacedService,
  { data, host, clock, bootstrap, worldUrl }: CitySettings,
  inherited: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const settings: Partial<Record<SettingName | `${SettingName}_FILE`, string>> = {
    INTERLOCK_DATA: data,
    INTERLOCK_HOST: host,
    INTERLOCK_PORT: portOf(url),
    INTERLOCK_PEER_PORT: portOf(peerUrl),
    INTERLOCK_CERTIFICATES: certificatesIn(data),
    INTERLOCK_CLOCK: clock,
    ...(app !== 'world' && {
      INTERLOCK_NODES: nodes.join(','),
      INTERLOCK_PEERS_FILE: peersFile(data),
      INTERLOCK_KAFKA_BROKERS: bootstrap.join(','),
    }),
    ...(worldUrl !== undefined && app !== 'world' && { INTERLOCK_CORE_URL: worldUrl, INTERLOCK_CORE_NAME: 'world' }),
  };
  const kept = Object.entries(inherited).flatMap(([name, value]) =>
    value === undefined || (name.startsWith('INTERLOCK_') && !PASSED_ON.has(name)) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), ...settings, ...own };
}

/** Settings that whoever starts the city gives to all of its services. */
const PASSED_ON: ReadonlySet<string> = new Set([
  ...['INTERLOCK_LOG_LEVEL', 'INTERLOCK_LOG_MAX_MB', 'INTERLOCK_DEBUG', 'INTERLOCK_KAFKA_CLIENT', 'INTERLOCK_KAFKA_PREFIX'],
  ...['INTERLOCK_STORE', 'INTERLOCK_KURRENTDB_URL', 'INTERLOCK_KURRENTDB_URL_FILE'],
]);

function portOf(url: string): string {
  return new URL(url).port;
}

/** Settings of single services, as `police:INTERLOCK_LOG_LEVEL=debug`: by the service’s name. Throws a Fault for what is no such thing. */
export function ownSettings(
  wanted: readonly string[],
  services: readonly PlannedService[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const settings = new Map<string, Record<string, string>>();
  for (const text of wanted) {
    const [, name = '', setting = '', value = ''] = /^([\w+-]+):(INTERLOCK_\w+)=(.*)$/.exec(text) ?? [];
    if (!services.some((service) => service.name === name) || !isSettingName(setting.replace(/_FILE$/, '')))
      throw new Fault({
        code: 'SETTING_INVALID',
        what: `--set cannot be ${text}`,
        why: name === '' ? 'it is not SERVICE:SETTING=VALUE' : 'there is no such service here, or no such setting',
        how: `services here are ${services.map((service) => service.name).join(', ')}; settings stand in docs/how-to/operate.md`,
        exit: EXIT.usage,
      });
    settings.set(name, { ...settings.get(name), [setting]: value });
  }
  return settings;
}
