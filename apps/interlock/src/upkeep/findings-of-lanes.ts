import { type LogSnapshot } from '@interlock/adapters';
import { unreachable } from '@interlock/kernel';
import { type CityFiles } from './city-files.ts';
import { type Finding } from './finding.ts';
import { standingBreaks } from './standing-breaks.ts';

/** Lanes whose two ends contradict each other, as their logs have it. */
export async function findingsOfLanes({ roster }: CityFiles, logs: ReadonlyMap<string, LogSnapshot>): Promise<readonly Finding[]> {
  return (await standingBreaks(roster, logs)).map((one) => {
    const { from, to, toldThrough, receivedThrough } = one;
    const [lane, told, held] = [`lane ${from} → ${to}`, String(toldThrough), String(receivedThrough)];
    const reopen = `stop the city, see \`interlock lanes reopen --from ${from} --to ${to} --reason TEXT --dry-run\`, then say --yes: what ${to} holds is fetched back into the log of ${from}`;
    switch (one.broken) {
      case 'behind':
        return {
          ...{ code: 'LOG_OLDER_THAN_TOLD', about: from },
          message: `${to} has received facts up to ${held} on ${lane}, but the log of ${from} tells only up to ${told}: it was put back from an older backup`,
          todo: `put back a newer backup of ${from}; where there is none, ${reopen}`,
        };
      case 'forked':
        return {
          ...{ code: 'LANE_FORKED', about: from },
          message: `${lane} is halted: ${from} told something else at a number that ${to} had received (it has up to ${held})`,
          todo: `put back a newer backup of ${from}; where there is none, ${reopen}`,
        };
      case 'epoch-refused':
        return {
          ...{ code: 'LANE_EPOCH_REFUSED', about: to },
          message: `${lane} was opened again, but ${to} stands at ${held} of the epoch before and its new one does not go on from there: the log of ${to} was put back from an older backup after that`,
          todo: `put back a newer backup of ${to}, or one of ${from} from before the lane was opened again`,
        };
      case 'fact-refused':
        return {
          ...{ code: 'LANE_FACT_REFUSED', about: from },
          message: `${lane} is halted after ${held}: ${from} told a fact that is not its to tell`,
          todo: `update Interlock at ${to} if it is the older one; else find out what wrote to the log of ${from}`,
        };
      case 'fact-unfit':
        return {
          ...{ code: 'LANE_FACT_UNFIT', about: from },
          message: `${lane} is halted after ${held}: ${from} told a fact that no log can keep, by its size or its text`,
          todo: `find out what wrote to the log of ${from}: a node refuses such a fact before it tells it`,
        };
      default:
        return unreachable(one.broken);
    }
  });
}
