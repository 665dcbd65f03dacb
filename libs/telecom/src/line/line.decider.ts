import { type Decider, accept, unreachable } from '@interlock/kernel';
import {
  answerRequest,
  askRestoration,
  endHold,
  missRestoration,
  recordRestored,
  recordStopped,
  restoreLine,
  stopLine,
} from './line-stops.decider.ts';
import { type LineCommand, type LineRejection } from './line.commands.ts';
import { type LineEvent } from './line.events.ts';
import { type Line, evolveLine, NEW_LINE } from './line.state.ts';
import { askReverification, missReverification, recordReverification } from './reverification.decider.ts';

/** One telephone number: every order about it, whoever wants it. */
export const lineDecider: Decider<LineCommand, Line, LineEvent, LineRejection> = {
  initial: NEW_LINE,
  decide(command, state) {
    switch (command.type) {
      case 'ReceiveRequest':
        if (state.requests.has(command.request.requestId)) return accept();
        return accept({ type: 'LineStopAsked', ...command.request, receivedAt: command.at });
      case 'AnswerRequest':
        return answerRequest(command, state);
      case 'StopLine':
        return stopLine(command, state);
      case 'RecordStopped':
        return recordStopped(command, state);
      case 'AskReverification':
        return askReverification(command, state);
      case 'RecordReverification':
        return recordReverification(command, state);
      case 'MissReverification':
        return missReverification(command.askId, command.at, state);
      case 'AskRestoration':
        return askRestoration(command.measureId, command.reason, command.at, state);
      case 'MissRestoration':
        return missRestoration(command.measureId, command.at, state);
      case 'RestoreLine':
        return restoreLine(command.measureId, command.reason, command.at, state);
      case 'EndHold':
        return endHold(command.measureId, command.at, state);
      case 'RecordRestored':
        return recordRestored(command.measureId, command.doneAt, state);
      default:
        return unreachable(command);
    }
  },
  evolve: evolveLine,
};
