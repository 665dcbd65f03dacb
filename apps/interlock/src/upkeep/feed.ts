import { openLogSnapshot } from '@interlock/adapters';
import { decodeEvent, streamName } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { EXIT, Fault, holderNow } from '@interlock/hosting';
import { cityFiles } from './city-files.ts';

/** One entry of a member’s feed; numbers go 1, 2, 3 … without a gap. */
export interface FeedLine extends Readonly<Record<string, unknown>> {
  readonly number: number;
  readonly type: 'entered' | 'left';
}

const PAGE_ENTRIES = 500;
const LOOK_AGAIN_MS = 200;

/** A member’s feed after a number, as the city’s log has it; with `follow` it goes on with what comes, until the signal or the city ends. */
export async function* tailFeed(options: {
  readonly dataDir: string;
  readonly member: string;
  readonly after: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}): AsyncGenerator<FeedLine> {
  const { folder } = cityFiles(options.dataDir);
  const known = ['office', ...readRegister().members.map(({ code }) => code)];
  if (!known.includes(options.member))
    throw new Fault({
      code: 'MEMBER_UNKNOWN',
      what: `There is no member ${options.member}`,
      why: 'it is not in the register',
      how: 'name a code of members.yaml, such as police or bank-rural',
      exit: EXIT.notFound,
    });
  const log = openLogSnapshot(folder.log('city'));
  try {
    for (let number = options.after; !options.signal.aborted;) {
      const { events } = await log.readStream(streamName('feed', options.member), { from: number, limit: PAGE_ENTRIES });
      for (const event of events) {
        const { type, data } = decodeEvent(event);
        number = event.revision + 1;
        yield { number, type: type === 'FeedLeft' ? 'left' : 'entered', ...data };
      }
      if (events.length > 0) continue;
      if (!options.follow || !holderNow(folder.path)) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      log.refresh();
    }
  } finally {
    log.close();
  }
}
