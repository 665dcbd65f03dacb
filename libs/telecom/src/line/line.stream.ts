import { type Stream } from '@interlock/kernel';
import { type LineCommand, type LineRejection } from './line.commands.ts';
import { lineDecider } from './line.decider.ts';
import { type LineEvent } from './line.events.ts';
import { publishLine } from './line.publish.ts';
import { type Line } from './line.state.ts';

/** Key: number reference. */
export const line: Stream<LineCommand, Line, LineEvent, LineRejection> = {
  category: 'line',
  decider: lineDecider,
  publish: (event, { node }) => publishLine(event, node),
};
