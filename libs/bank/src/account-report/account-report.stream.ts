import { type Stream, unreachable } from '@interlock/kernel';
import { tellMovements } from '../movements.publish.ts';
import {
  type AccountReport,
  type AccountReportCommand,
  type AccountReportRejection,
  accountReportDecider,
} from './account-report.decider.ts';
import { type AccountReportEvent } from './account-report.events.ts';

export const accountReport: Stream<AccountReportCommand, AccountReport, AccountReportEvent, AccountReportRejection> = {
  category: 'account-report',
  decider: accountReportDecider,
  publish(event, { node }) {
    switch (event.type) {
      case 'MovementsReported':
        return tellMovements(event, node);
      case 'DetailAsked':
      case 'DetailAnswerBegun':
      case 'WatchBegun':
      case 'WatchReportBegun':
      case 'WatchEnded':
        return [];
      default:
        return unreachable(event);
    }
  },
};
