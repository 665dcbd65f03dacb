import 'reflect-metadata';
import { makeLog, startTracing } from '@interlock/nest-kit';
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
const LEFT_MS = 1_000;

/** Runs one service until a signal ends it, or the process that started it with a channel is gone. Sets how this process ends. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const stopping = listenForStop(() => process.exit(EXIT.interrupted));
  const asked = Promise.race([stopping.first, startersEnd()]);
  const err = screenOn(process.stderr);
  try {
    const config = serviceConfig(process.env, { kinds: definition.kinds, roster: rosterOf(definition.register.members) });
    const { service: name } = definition;
    // A screen outlives its reader, a file descriptor does not.
    const log = makeLog({ service: name, level: config.logLevel, destination: { write: (line) => err.print(line.trimEnd()) } });
    const tracing = await startTracing({ service: name });
    const began = performance.now();
    const service = await openService(definition, config, {
      log,
      trouble: log.trouble,
      failure: ({ operation, error }) => {
        log.error(`${operation} failed`, { error });
      },
    });
    const { url, peerUrl, nodes } = service;
    log.info('running', { url, peerUrl, nodes: nodes.all().map(({ code }) => code), startedMs: Math.round(performance.now() - began) });
    await asked;
    log.info('stopping');
    const overdue = setTimeout(() => {
      log.error('stopping takes too long and is given up; everything acknowledged is in the logs');
      process.exit(EXIT.failed);
    }, STOP_MS_MAX);
    await service.stop();
    await tracing.shutdown();
    clearTimeout(overdue);
    log.info('stopped');
    process.exitCode = EXIT.ok;
    // What a broker that hangs still owes an answer to keeps no process.
    setTimeout(() => process.exit(), LEFT_MS).unref();
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
