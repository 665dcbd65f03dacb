import { EXIT, faultOf, listenForStop, liveUntilAsked, outliveScreens, printFault, type Screen } from '@interlock/hosting';
import { startTracing } from '@interlock/nest-kit';
import { printBanner } from './banner.ts';
import { type Config } from './config.ts';
import { type Notice, startInterlock } from './start-interlock.ts';

/** Runs the city until a signal ends it; answers the exit code. */
export async function runUntilStopped(config: Config, out: Screen, err: Screen): Promise<number> {
  const stopping = listenForStop(() => process.exit(EXIT.interrupted));
  outliveScreens();
  try {
    const tracing = await startTracing({ service: 'city' });
    await liveUntilAsked({
      asked: stopping.first,
      start: () =>
        startInterlock(config, (notice) => {
          err.print(noticeText(err, notice));
        }),
      running: (running) => {
        printBanner(out, running, config);
      },
      stopping: () => {
        err.print(err.isTerminal ? '\nStopping: finishing what is in hand…' : JSON.stringify({ level: 'info', message: 'stopping' }));
      },
      async stop(running) {
        await running.stop();
        await tracing.shutdown();
      },
      overdue: () => {
        err.print('Stopping takes too long and is given up; everything acknowledged is in the logs.');
        process.exit(EXIT.failed);
      },
    });
    err.print(err.isTerminal ? `Stopped. The data stay in ${config.dataDir}.` : JSON.stringify({ level: 'info', message: 'stopped' }));
    return EXIT.ok;
  } catch (error) {
    return printFault(err, faultOf(error), config.debug);
  } finally {
    stopping.forget();
  }
}

function noticeText(screen: Screen, notice: Notice): string {
  if (!screen.isTerminal) return JSON.stringify(notice);
  const { level, node, consumer, message } = notice;
  return `${level}: ${[node, consumer].filter((part) => part !== undefined).join(' ')}${node === undefined ? '' : ': '}${message}`;
}
