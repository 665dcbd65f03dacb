import { type Chaos } from './chaos.ts';
import { type Life } from './life.ts';

/** What may go wrong with one call out of a process. */
export interface Crossing<Result> {
  /** Who calls what: where a process died. */
  readonly name: string;
  readonly isReading?: boolean;
  perform(): Promise<Result>;
  /** The call is refused before anything is done. */
  refusal?(): Error | undefined;
  /** It is done, and the caller is told that nobody knows. */
  unknown?(): Error | undefined;
  /** The caller is told that nobody knows, and it is done later. */
  late?(): Error | undefined;
}

/** A call out of a process: it takes its time, the process may die before it is done or before the answer, and the answer may be lost. */
export function cross<Result>(chaos: Chaos, life: Life, crossing: Crossing<Result>): Promise<Result> {
  const { name, perform } = crossing;
  return new Promise((resolve, reject) => {
    const answer = (tell: () => void): void => {
      const delayMs = chaos.delayMs();
      if (delayMs === 0) life.time.after(0, tell);
      else life.time.after(delayMs, tell);
    };
    const how = crossing.isReading === true ? 'reading' : undefined;
    const arrive = (): void => {
      if (chaos.dies(life, `before ${name}`, how)) return;
      const refusal = crossing.refusal?.();
      if (refusal) {
        answer(() => {
          reject(refusal);
        });
        return;
      }
      const late = crossing.late?.();
      if (late) {
        // It is on its way already, whatever becomes of the process.
        chaos.loop.after(chaos.dice.between(1, 3_000), () => void perform().catch(() => undefined));
        answer(() => {
          reject(late);
        });
        return;
      }
      perform().then(
        (result) => {
          if (chaos.dies(life, `after ${name}`, how)) return;
          const unknown = crossing.unknown?.();
          answer(() => {
            if (unknown) reject(unknown);
            else resolve(result);
          });
        },
        (error: unknown) => {
          answer(() => {
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- passed on as it came
            reject(error);
          });
        },
      );
    };
    life.time.after(chaos.delayMs(), arrive);
  });
}
