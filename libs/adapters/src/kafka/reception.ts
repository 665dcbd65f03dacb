import { BROKER, failedWith } from './exchange-health.ts';
import { makePause } from './pause.ts';
import { type ReceptionOptions, type Round, type RoundEnd, beginRound } from './reception-round.ts';

/** The consumer of a node, with all lanes that it hears: built again whenever it ends, stands still or other lanes are wanted. */
export interface Reception {
  /** The lanes that are wanted have changed. */
  renew(): void;
  handled(topic: string, offset: bigint): void;
  flow(topic: string, isOpen: boolean): void;
  /** What is handled so far is committed, as far as the broker lets. */
  flush(): Promise<void>;
  isJoined(): boolean;
  lag(topic: string): number | undefined;
  /** How often the consumer was built again because it had ended or stood still. */
  rebuilds(): number;
  close(): Promise<void>;
}

const AGAIN_FIRST_MS = 50;
const AGAIN_LONGEST_MS = 1_000;

export function makeReception(options: ReceptionOptions): Reception {
  const { health, times } = options;
  let round: Round | undefined;
  let nap = makePause();
  const told = { isClosed: false, isRenewed: false };
  const isOver = (): boolean => told.isRenewed || told.isClosed;
  let rebuilds = 0;
  let failures = 0;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  const runRound = async (): Promise<RoundEnd | { readonly type: 'idle' }> => {
    told.isRenewed = false;
    nap = makePause();
    try {
      round = await beginRound(options);
      if (!round) return { type: 'idle' };
      if (isOver()) round.end({ type: 'renewed' });
      const end = await round.over;
      if (round.isJoined()) failures = 0;
      return end;
    } catch (error) {
      return { type: 'broken', error };
    } finally {
      const left = round;
      round = undefined;
      await left?.leave();
    }
  };
  const run = async (): Promise<void> => {
    while (!told.isClosed) {
      const end = await runRound();
      if (isOver() || end.type === 'renewed') continue;
      if (end.type === 'broken') {
        rebuilds += 1;
        failures += 1;
        failedWith(health, BROKER, end.error);
      }
      await nap.wait(end.type === 'idle' ? times.topicMs : Math.min(AGAIN_LONGEST_MS, AGAIN_FIRST_MS * 2 ** failures));
    }
  };
  const wake = (): void => {
    told.isRenewed = true;
    nap.end();
    round?.end({ type: 'renewed' });
    running ??= run();
  };
  return {
    renew() {
      clearTimeout(gathering);
      gathering = setTimeout(wake, times.gatherMs);
    },
    handled: (topic, offset) => round?.commits.mark(topic, offset),
    flow: (topic, isOpen) => round?.flow(topic, isOpen),
    async flush() {
      await round?.commits.flush();
    },
    isJoined: () => round?.isJoined() ?? false,
    lag: (topic) => round?.lag(topic),
    rebuilds: () => rebuilds,
    async close() {
      clearTimeout(gathering);
      told.isClosed = true;
      nap.end();
      round?.end({ type: 'renewed' });
      await running;
    },
  };
}
