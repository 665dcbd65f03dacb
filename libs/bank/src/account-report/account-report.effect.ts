import { type Booking, effect, isAfter, to } from '@interlock/kernel';
import { sealBookings } from '../movements.ts';
import { type BankPorts, EFFECT_SETTLES } from '../ports.ts';
import { type DetailAnswerBegun, type WatchReportBegun } from './account-report.events.ts';
import { accountReport } from './account-report.stream.ts';

/** every booking from the moment asked. `through` is taken before the core is asked: up to then nothing is missing. */
export const reportDetail = effect<DetailAnswerBegun, BankPorts>({
  name: 'bank_report_detail',
  on: ['DetailAnswerBegun'],
  async run({ askId, accountRef, from }, recorded, context) {
    const through = context.clock.now();
    const bookings = await context.ports.core.bookings({ accountRef, from });
    const movements = await sealBookings(bookings, recorded.id, context);
    const command = { type: 'RecordDetail', askId, from, through, movements } as const;
    return [to(accountReport, accountRef, command, { settles: EFFECT_SETTLES })];
  },
});

/** what the account booked after the watch began and after the last report. */
export const reportWatched = effect<WatchReportBegun, BankPorts>({
  name: 'bank_report_watched',
  on: ['WatchReportBegun'],
  async run({ watchId, accountRef, from, afterSerial, until }, recorded, context) {
    const through = context.clock.now();
    const isNew = ({ serial, at }: Booking) =>
      isAfter(at, from) && (afterSerial === undefined || serial > afterSerial) && (until === undefined || !isAfter(at, until));
    const bookings = (await context.ports.core.bookings({ accountRef, from })).filter(isNew);
    const movements = await sealBookings(bookings, recorded.id, context);
    const command = { type: 'RecordWatched', watchId, from, through, movements } as const;
    return [to(accountReport, accountRef, command, { settles: EFFECT_SETTLES })];
  },
});
