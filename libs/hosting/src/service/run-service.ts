import 'reflect-metadata';
import { type Trouble } from '@interlock/kernel';
import { EXIT } from '../faults/fault.ts';
import { faultOf } from '../faults/fault-of.ts';
import { printFault } from '../process/print-fault.ts';
import { screenOn } from '../process/screens.ts';
import { listenForStop } from '../process/stop-wishes.ts';
import { rosterOf } from '../roster.ts';
import { openService } from './open-service.ts';
import { serviceConfig } from './service-config.ts';
import { type ServiceDefinition } from './service-definition.ts';

/** A stop that takes longer is given up (interfaces.md 6: 20 s in all); what was acknowledged is in the logs all the same. */
const STOP_MS_MAX = 18_000;

/** Runs one service until a signal ends it, or the process that started it with a channel is gone. Sets how this process ends. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const stopping = listenForStop(() => process.exit(EXIT.interrupted));
  const asked = Promise.race([stopping.first, startersEnd()]);
  const err = screenOn(process.stderr);
  const say = (level: 'info' | 'warn' | 'error', message: string, about: object = {}): void => {
    err.print(JSON.stringify({ level, service: definition.service, message, ...about }));
  };
  try {
    const config = serviceConfig(process.env, { kinds: definition.kinds, roster: rosterOf(definition.register.members) });
    const began = performance.now();
    const service = await openService(definition, config, {
      trouble: ({ attempt, message, ...about }: Trouble) => {
        say(attempt > 1 ? 'error' : 'warn', message, about);
      },
      failure: ({ operation, error }) => {
        say('error', `${operation}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
    const { url, peerUrl, nodes } = service;
    say('info', 'running', { url, peerUrl, nodes: nodes.all().map(({ code }) => code), startedMs: Math.round(performance.now() - began) });
    await asked;
    say('info', 'stopping');
    const overdue = setTimeout(() => {
      say('error', 'stopping takes too long and is given up; everything acknowledged is in the logs');
      process.exit(EXIT.failed);
    }, STOP_MS_MAX);
    await service.stop();
    clearTimeout(overdue);
    say('info', 'stopped');
    process.exitCode = EXIT.ok;
  } catch (error) {
    process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
  } finally {
    stopping.forget();
    if (process.connected) process.disconnect();
  }
}

/** Whoever starts services with a channel keeps it open as long as it lives. */
function startersEnd(): Promise<void> {
  if (process.send === undefined) return new Promise(() => undefined);
  return new Promise((resolve) => {
    process.once('disconnect', resolve);
  });
}
