import 'reflect-metadata';
import { type Log, makeLog, startTracing } from '@interlock/nest-kit';
import { EXIT } from '../faults/fault.ts';
import { faultOf } from '../faults/fault-of.ts';
import { leaveSoon } from '../process/leave-soon.ts';
import { liveUntilAsked } from '../process/live-until-asked.ts';
import { printFault } from '../process/print-fault.ts';
import { outliveScreens, screenOn } from '../process/screens.ts';
import { listenForStop } from '../process/stop-wishes.ts';
import { rosterOf } from '../roster.ts';
import { type RunningService, openService } from './open-service.ts';
import { type ServiceConfig, serviceConfig } from './service-config.ts';
import { type ServiceDefinition } from './service-definition.ts';

/** Runs one service until a signal ends it, or the process that started it with a channel is gone. Sets how this process ends. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const stopping = listenForStop(() => process.exit(EXIT.interrupted));
  const asked = Promise.race([stopping.first, startersEnd()]);
  outliveScreens();
  const err = screenOn(process.stderr);
  try {
    const config = serviceConfig(process.env, { kinds: definition.kinds, roster: rosterOf(definition.register.members) });
    const { service: name } = definition;
    // A screen outlives its reader, a file descriptor does not.
    const log = makeLog({ service: name, level: config.logLevel, destination: { write: (line) => err.print(line.trimEnd()) } });
    const tracing = await startTracing({ service: name });
    const began = performance.now();
    await liveUntilAsked({
      asked,
      start: () => startService(definition, config, log),
      running({ url, peerUrl, nodes }) {
        log.info('running', { url, peerUrl, nodes: nodes.all().map(({ code }) => code), startedMs: Math.round(performance.now() - began) });
      },
      stopping: () => {
        log.info('stopping');
      },
      async stop(service) {
        await service.stop();
        await tracing.shutdown();
      },
      overdue: () => {
        log.error('stopping takes too long and is given up; everything acknowledged is in the logs');
        process.exit(EXIT.failed);
      },
    });
    log.info('stopped');
    process.exitCode = EXIT.ok;
    leaveSoon();
  } catch (error) {
    process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
  } finally {
    stopping.forget();
    if (process.connected) process.disconnect();
  }
}

function startService(definition: ServiceDefinition, config: ServiceConfig, log: Log): Promise<RunningService> {
  return openService(definition, config, {
    log,
    trouble: log.trouble,
    failure: ({ operation, error }) => {
      log.error(`${operation} failed`, { error });
    },
  });
}

/** Whoever starts services with a channel keeps it open as long as it lives. */
function startersEnd(): Promise<void> {
  if (process.send === undefined) return new Promise(() => undefined);
  return new Promise((resolve) => {
    process.once('disconnect', resolve);
  });
}
