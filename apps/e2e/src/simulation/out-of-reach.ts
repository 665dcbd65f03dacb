import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life } from './life.ts';

class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A line to a system outside that fails now and then, sometimes after the system has acted. */
export function lineTo(system: 'core' | 'network', chaos: Chaos, life: Life) {
  const code = `${system.toUpperCase()}_UNAVAILABLE`;
  return <Result>(name: string, perform: () => Promise<Result>): Promise<Result> =>
    cross(chaos, life, {
      name: `${system} ${name}`,
      perform,
      refusal: () => (chaos.happens('outsideRefuses') ? new OutOfReach(code, `The ${system} is out of reach`) : undefined),
      unknown: () => (chaos.happens('outsideUnknown') ? new OutOfReach(code, `No answer from the ${system}`) : undefined),
    });
}
